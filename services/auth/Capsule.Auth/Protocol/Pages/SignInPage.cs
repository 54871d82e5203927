using Capsule.Auth.OAuth;
using Capsule.Auth.Passwords;
using Capsule.Auth.Sessions;
using Capsule.Auth.TwoFactor;
using Capsule.Auth.Users;
using Capsule.ServiceDefaults.Limits;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace Capsule.Auth.Protocol.Pages;

/// <summary>The page on which a user signs in to grant a client something.</summary>
internal sealed class SignInPage(SignIn signIn, RefreshTokens refreshTokens, BrowserSession browser, SameOrigin origin,
    IOpenIddictApplicationManager applications)
{
    /// <summary>Where the page is.</summary>
    public const string Path = "/sign-in";

    private const string Return = "return";

    /// <summary>The page's address, from which the user comes back to <paramref name="address"/>.</summary>
    public static string For(string address) => QueryHelpers.AddQueryString(Path, Return, address);

    /// <summary>The account that a form is about, for its limit.</summary>
    public static async ValueTask<LimitedCaller> CallerAsync(HttpContext context) =>
        context.Request.HasFormContentType ? new((await context.Request.ReadFormAsync(context.RequestAborted))["email"].ToString())
            : default;

    /// <summary>Shows the page.</summary>
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var address = Local(context.Request.Query[Return]);
        return await browser.FindAsync(context) is { } user && address is null
            ? new Page("Signed in", $"<p>You are signed in as {user.Email}.</p>")
            : await FormAsync(context, address, email: "", problem: null, asksForCode: false, StatusCodes.Status200OK);
    }

    /// <summary>Signs the user in.</summary>
    public async Task<IResult> SubmitAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || !origin.IsSender(context.Request))
        {
            return new Page("Not allowed", $"<p>The form did not come from this page.</p>", StatusCodes.Status403Forbidden);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (email, password, code, address) = (form["email"].ToString(), form["password"].ToString(), form["code"].ToString(),
            Local(form[Return]));
        var answer = IsPossible(email, password, code)
            ? await signIn.ExecuteAsync(
                new SignInRequest { Email = email, Password = password, Code = code }, Caller.Device(context), Caller.Address(context),
                    context.RequestAborted)
            : SignInOutcome.Refused;
        if (answer.Tokens is { RefreshToken: { } token })
        {
            browser.Keep(context, refreshTokens.Read(token)!.SessionId);
            return TypedResults.Redirect(address ?? Path);
        }

        var (problem, asksForCode) = answer.Outcome switch
        {
            SignInOutcome.CodeIsMissing =>
                ("Your account has two factors: enter your password once more, and a code of your authenticator.", true),
            SignInOutcome.CodeIsWrong => ("The code is wrong or was used. Wait for the next one.", true),
            SignInOutcome.EmailIsUnverified =>
                ("Prove first that the address is yours: follow the link in the e-mail that you got when you signed up.", false),
            _ => ("E-mail address and password do not fit together, or the account may not sign in.", code.Length > 0),
        };
        return await FormAsync(context, address, email, problem, asksForCode, StatusCodes.Status401Unauthorized);
    }

    private static bool IsPossible(string email, string password, string code) =>
        email.Length is > 0 and <= RegisterUserRequest.EmailLength && password.Length is > 0 and <= PasswordOptions.MostLength
            && code.Length <= SecondFactor.MostLength
        && !email.Contains('\0', StringComparison.Ordinal) && !password.Contains('\0', StringComparison.Ordinal)
            && !code.Contains('\0', StringComparison.Ordinal);

    // An address of this service that begins a grant; no other is followed.
    private static string? Local(string? address) =>
        address is not null && !address.Contains('\\', StringComparison.Ordinal) && address.All(character => !char.IsControl(character))
        && (address.StartsWith(ProtocolPaths.Authorize + "?", StringComparison.Ordinal) || address == ProtocolPaths.Device
            || address.StartsWith(ProtocolPaths.Device + "?", StringComparison.Ordinal))
        ? address
        : null;

    private async Task<IResult> FormAsync(HttpContext context, string? address, string email, string? problem, bool asksForCode, int status)
    {
        var client = await ClientAsync(address, context.RequestAborted);
        Html to = client is null ? Html.Empty : (Html)$"<p>to continue to <strong>{client.DisplayName}</strong></p>";
        Html alert = problem is null ? Html.Empty : (Html)$"""<p role="alert">{problem}</p>""";
        Html code = !asksForCode
            ? Html.Empty
            : (Html)$"""
                <label for="code">Code</label><input id="code" name="code" autocomplete="one-time-code" inputmode="text" required>
                <p class="hint">Of your authenticator app, or a recovery code.</p>
                """;
        return new Page("Sign in", $"""
            {to}{alert}<form method="post" action="{Path}"><input type="hidden" name="{Return}" value="{address}">
            <label for="email">E-mail address</label><input id="email" name="email" type="email" autocomplete="username" value="{email}" required>
            <label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
            {code}<button>Sign in</button></form>
            """, status, FormTargets.Of(client));
    }

    private async Task<OAuthApplication?> ClientAsync(string? address, CancellationToken cancellationToken)
    {
        var question = address?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        return question >= 0 && QueryHelpers.ParseQuery(address![question..]).TryGetValue("client_id", out var id)
            ? (OAuthApplication?)await applications.FindByClientIdAsync(id.ToString(), cancellationToken)
            : null;
    }
}
