using Capsule.Auth.Credentials.Passwords;
using Capsule.Auth.Credentials.TwoFactor;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.SignIn;
using Capsule.Auth.SignIn.Providers;
using Capsule.Auth.Users;
using Capsule.Auth.Web;
using Capsule.Web;
using OpenIddict.Abstractions;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>The page on which a user signs in before granting access to a client.</summary>
internal sealed class SignInPage(
    SignInWithPassword signIn,
    ExternalProviders providers,
    BrowserSession browser,
    SameOrigin origin,
    IOpenIddictApplicationManager applications
)
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/sign-in";

    /// <summary>Returns the account that a form names, for the limit.</summary>
    public static async ValueTask<LimitedCaller> CallerAsync(HttpContext context) =>
        context.Request.HasFormContentType
            ? new((await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString())
            : default;

    /// <summary>Shows the page.</summary>
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var pending = PendingRequest.Of(context.Request.Query);
        var user = await browser.FindAsync(context);
        return user is not null && pending.Address is null
            ? new HtmlPage("Signed in", $"<p>You are signed in as {user.Email}.</p>")
            : await FormAsync(context, pending, new Shown(pending.LoginHint ?? "", SignedIn: user));
    }

    /// <summary>Signs the user in.</summary>
    public async Task<IResult> SubmitAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || !origin.IsSender(context.Request))
        {
            return SameOrigin.Refusal;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (email, password, code, pending) = (
            form["email"].ToString(),
            form["password"].ToString(),
            form["code"].ToString(),
            PendingRequest.Of(form)
        );
        if (!IsPossible(email, password, code))
        {
            return await RefuseAsync(context, pending, email, SignInRefusals.InvalidCredentials, hadCode: code.Length > 0);
        }

        var request = new SignInRequest
        {
            Email = email,
            Password = password,
            Code = code,
        };
        var tokens = await signIn.ExecuteAsync(request, Caller.Device(context), Caller.Address(context), context.RequestAborted);
        if (tokens.Refusal is { } refusal)
        {
            return await RefuseAsync(context, pending, email, refusal, hadCode: code.Length > 0);
        }

        browser.Keep(context, tokens.Value);
        return TypedResults.Redirect(pending.Address ?? Path);
    }

    private static bool IsPossible(string email, string password, string code) =>
        email.Length is > 0 and <= User.MaxEmailLength
        && password.Length is > 0 and <= PasswordOptions.MaxLength
        && code.Length <= SecondFactor.MaxLength
        && !email.Contains('\0', StringComparison.Ordinal)
        && !password.Contains('\0', StringComparison.Ordinal)
        && !code.Contains('\0', StringComparison.Ordinal);

    private Task<IResult> RefuseAsync(HttpContext context, PendingRequest pending, string email, Refusal refusal, bool hadCode)
    {
        var shown = refusal.Code switch
        {
            SecondFactorRefusals.RequiredCode => new Shown(
                email,
                "Your account has two factors: enter your password once more, and a code of your authenticator.",
                AsksForCode: true
            ),
            SecondFactorRefusals.WrongCode => new Shown(email, SecondFactorField.Wrong, AsksForCode: true),
            SignInRefusals.EmailNotVerifiedCode => new Shown(
                email,
                "Prove first that the address is yours: follow the link in the e-mail that you got when you signed up."
            ),
            _ => new Shown(email, refusal.Detail, AsksForCode: hadCode),
        };
        return FormAsync(context, pending, shown, StatusCodes.Status401Unauthorized);
    }

    private async Task<IResult> FormAsync(HttpContext context, PendingRequest pending, Shown shown, int status = StatusCodes.Status200OK)
    {
        var client = pending.ClientId is { } id
            ? (OAuthApplication?)await applications.FindByClientIdAsync(id, context.RequestAborted)
            : null;
        Html to = client is null ? Html.Empty : (Html)$"<p>to continue to <strong>{client.DisplayName}</strong></p>";
        Html again = shown.SignedIn is not { } user
            ? Html.Empty
            : (Html)$"<p class=\"hint\">You are signed in as {user.Email}, and are asked to prove it once more.</p>";
        Html alert = shown.Problem is null ? Html.Empty : (Html)$"""<p role="alert">{shown.Problem}</p>""";
        Html code = shown.AsksForCode ? SecondFactorField.Html : Html.Empty;
        return new HtmlPage(
            "Sign in",
            $"""
            {to}{again}{alert}<form method="post" action="{Path}">{pending.Fields}
            <label for="email">E-mail address</label><input id="email" name="email" type="email" autocomplete="username" value="{shown.Email}" required>
            <label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
            {code}<button>Sign in</button></form>{Providers(pending)}
            """,
            status,
            FormTargets.Of(client)
        );
    }

    private Html Providers(PendingRequest pending)
    {
        if (providers.All.Count == 0)
        {
            return Html.Empty;
        }

        var buttons = Html.Join(
            providers.All.Select(provider =>
                (Html)
                    $"""
                        <button class="plain" name="{ProviderPage.Provider}" value="{provider.Name}">Continue with {provider.DisplayName}</button>
                        """
            )
        );
        return $"""<p class="or">or</p><form method="post" action="{ProviderPage.Path}">{pending.Fields}{buttons}</form>""";
    }

    /// <summary>The variable content of the page.</summary>
    private sealed record Shown(string Email, string? Problem = null, bool AsksForCode = false, SignedInUser? SignedIn = null);
}
