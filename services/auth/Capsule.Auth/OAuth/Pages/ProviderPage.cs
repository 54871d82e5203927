using Capsule.Auth.Credentials.Logins;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.Secrets;
using Capsule.Auth.SignIn.Attempts;
using Capsule.Auth.SignIn.External;
using Capsule.Auth.SignIn.Providers;
using Capsule.Auth.Web;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>
/// Signs a user in at a provider from the sign-in page, which works like any other app: it begins an attempt, gets a code for the
/// provider's answer, and exchanges the code. Its verifier is the cookie of the browser in which the attempt began.
/// </summary>
internal sealed class ProviderPage(
    ExternalProviders providers,
    BeginAttempt begin,
    SignInExternally signIn,
    AttemptCookie cookie,
    BrowserSession browser,
    SameOrigin origin,
    IOpenIddictApplicationManager applications
)
{
    /// <summary>The path that the sign-in page sends the user's choice to.</summary>
    public const string Path = "/sign-in/provider";

    /// <summary>The path that the callback sends the user back to, and that takes a code of the second factor.</summary>
    public const string ReturnPath = "/sign-in/provider/return";

    /// <summary>The name of the field with the provider's name.</summary>
    public const string Provider = "provider";

    private const string ExternalCode = "external_code";

    /// <summary>Sends the browser to the provider that the user chose.</summary>
    public async Task<IResult> BeginAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || !origin.IsSender(context.Request))
        {
            return SameOrigin.Refusal;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var pending = PendingRequest.Of(form);
        if (providers.Find(form[Provider].ToString()) is not { } provider)
        {
            return ProviderProblem.Unknown.At(pending, name: null);
        }

        var comeBack = QueryHelpers.AddQueryString(pending.At(ReturnPath), Provider, provider.Name);
        if (comeBack.Length > SignInAttempt.MaxRedirectUriLength)
        {
            return ProviderProblem.TooLong.At(pending with { Address = null }, provider.DisplayName);
        }

        var title = $"Continue with {provider.DisplayName}";
        return await begin.StartAsync(provider, Asked(provider, pending, comeBack), context, context.RequestAborted) is { } destination
            ? new HtmlPage(title, $"""<p><a href="{destination}">{title}</a></p>""", Next: destination)
            : ProviderProblem.OfError(Errors.TemporarilyUnavailable).At(pending, provider.DisplayName);
    }

    /// <summary>Receives the browser that comes back from the provider.</summary>
    public async Task<IResult> ReturnAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var pending = PendingRequest.Of(query);
        if (query["error"].ToString() is { Length: > 0 } error)
        {
            return ProviderProblem.OfError(error).At(pending, providers.Find(query[Provider].ToString())?.DisplayName);
        }

        // Without a code, the address came from LostAttemptPage.
        return query["code"].ToString() is { Length: > 0 } code
            ? await SignInAsync(context, pending, code, factor: null)
            : TypedResults.Redirect(pending.At(SignInPage.Path));
    }

    /// <summary>Receives the code of the user's second factor.</summary>
    public async Task<IResult> SubmitCodeAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || !origin.IsSender(context.Request))
        {
            return SameOrigin.Refusal;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (code, factor, pending) = (form[ExternalCode].ToString(), form[SecondFactorField.Name].ToString(), PendingRequest.Of(form));
        return factor.Length <= SecondFactor.MaxLength
            ? await SignInAsync(context, pending, code, factor)
            : await AskForCodeAsync(pending, code, SecondFactorField.Wrong, context.RequestAborted);
    }

    // A provider that speaks OAuth 2.0 does not know max_age, so it has to ask the user again. With max_age=0, a provider that speaks
    // OpenID Connect also tells when the user signed in.
    private static AttemptParameters Asked(IExternalProvider provider, PendingRequest pending, string comeBack)
    {
        var prompts = pending.IsAnew || (pending.MaxAge is not null && provider.Issuer is null);
        return new AttemptParameters(
            comeBack,
            CodeChallenge: null,
            Prompt: prompts ? PromptValues.Login : null,
            MaxAge: pending.IsAnew ? 0 : pending.MaxAge,
            LoginHint: pending.LoginHint
        );
    }

    private async Task<IResult> SignInAsync(HttpContext context, PendingRequest pending, string code, string? factor)
    {
        var tokens =
            code.Length <= OneTimeSecret.MaxLength && cookie.Find(context.Request) is { } verifier
                ? await signIn.ExecuteAsync(
                    new ExternalSignInRequest
                    {
                        ExternalCode = code,
                        CodeVerifier = verifier,
                        Code = factor,
                    },
                    Caller.Device(context),
                    Caller.Address(context),
                    context.RequestAborted
                )
                : OpenedAttempt.NotValid;
        if (tokens.Refusal is null)
        {
            browser.Keep(context, tokens.Value);
            return TypedResults.Redirect(pending.Address ?? SignInPage.Path);
        }

        return tokens.Refusal.Code switch
        {
            SecondFactorRefusals.RequiredCode => await AskForCodeAsync(
                pending,
                code,
                "Your account has two factors: enter a code of your authenticator.",
                context.RequestAborted
            ),
            SecondFactorRefusals.WrongCode => await AskForCodeAsync(pending, code, SecondFactorField.Wrong, context.RequestAborted),
            _ => ProviderProblem.Of(tokens.Refusal).At(pending, providers.Find(context.Request.Query[Provider].ToString())?.DisplayName),
        };
    }

    private async Task<HtmlPage> AskForCodeAsync(PendingRequest pending, string code, string problem, CancellationToken cancellationToken)
    {
        var client = pending.ClientId is { } id ? (OAuthApplication?)await applications.FindByClientIdAsync(id, cancellationToken) : null;
        return new HtmlPage(
            "Sign in",
            $"""
            <p role="alert">{problem}</p><form method="post" action="{ReturnPath}">{pending.Fields}
            <input type="hidden" name="{ExternalCode}" value="{code}">{SecondFactorField.Html}<button>Sign in</button></form>
            """,
            StatusCodes.Status401Unauthorized,
            FormTargets.Of(client)
        );
    }
}
