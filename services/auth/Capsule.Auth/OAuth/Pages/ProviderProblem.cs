using Capsule.Auth.Sessions;
using Capsule.Auth.SignIn;
using Capsule.Auth.SignIn.External;
using Capsule.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Capsule.Auth.OAuth.Pages;

/// <summary>Tells the user why a sign-in at a provider failed.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">What happened and what to do; <c>{0}</c> is the provider.</param>
internal sealed record ProviderProblem(int Status, string Text)
{
    private static readonly ProviderProblem Over = new(
        StatusCodes.Status400BadRequest,
        "This sign-in was completed already, was begun in another browser, or took too long. Sign in anew."
    );

    /// <summary>There is no such provider.</summary>
    public static ProviderProblem Unknown { get; } = new(StatusCodes.Status404NotFound, "There is no such provider. Sign in another way.");

    /// <summary>The client's request is too long for an attempt.</summary>
    public static ProviderProblem TooLong { get; } =
        new(
            StatusCodes.Status400BadRequest,
            "The app asks for too much to go on with {0}. Go back to the app, and sign in with your password."
        );

    /// <summary>Returns the problem of an error in the address that the user comes back to.</summary>
    public static ProviderProblem OfError(string error) =>
        error switch
        {
            Errors.AccessDenied => new(
                StatusCodes.Status400BadRequest,
                "{0} did not sign you in: you or {0} refused. Try again, or sign in another way."
            ),
            Errors.TemporarilyUnavailable => new(
                StatusCodes.Status400BadRequest,
                "{0} does not answer at the moment. Try again later, or sign in another way."
            ),
            Errors.InvalidRequest => Over,
            _ => new(StatusCodes.Status400BadRequest, "{0} gave an answer that cannot be used. Try again, or sign in another way."),
        };

    /// <summary>Returns the problem of a refused sign-in.</summary>
    public static ProviderProblem Of(Refusal refusal) =>
        refusal.Code switch
        {
            ExternalSignInRefusals.NotActiveCode => new(StatusCodes.Status403Forbidden, "The account was closed, or may not sign in."),
            SignInRefusals.EmailNotVerifiedCode => new(
                StatusCodes.Status403Forbidden,
                "Prove first that the address of your account is yours: follow the link in the e-mail that you got when you signed up."
            ),
            ExternalSignInRefusals.AddressMissingCode => new(
                StatusCodes.Status422UnprocessableEntity,
                "{0} tells no e-mail address that it has verified. Verify your address there and allow {0} to share it, or sign up with a password."
            ),
            ExternalSignInRefusals.AddressTakenCode => new(
                StatusCodes.Status409Conflict,
                "There is an account with the address that {0} tells, and {0} is not linked to it. If the account is yours, sign in as you did "
                    + "before, and link {0} in the settings of your account."
            ),
            SessionRefusals.AccountChangedCode => new(
                StatusCodes.Status409Conflict,
                "The account was changed while you signed in. Sign in anew."
            ),
            _ => Over,
        };

    /// <summary>
    /// Returns the page, with a link to the address that the user signs in for, which leads to the sign-in page unless the browser is
    /// signed in by then.
    /// </summary>
    public HtmlPage At(PendingRequest pending, string? name)
    {
        var text = Text.Replace("{0}", name ?? "The provider", StringComparison.Ordinal);
        return new HtmlPage(
            "You are not signed in",
            $"""<p role="alert">{text}</p><p><a href="{pending.Address ?? SignInPage.Path}">Back to sign-in</a></p>""",
            Status
        );
    }
}
