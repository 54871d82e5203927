using Capsule.Auth.Tokens;

namespace Capsule.Auth.SignIn;

/// <summary>What comes of a sign-in.</summary>
/// <param name="Outcome">Whether there are tokens, or why not.</param>
/// <param name="Tokens">Null when there are none.</param>
internal sealed record SignInAnswer(SignInOutcome Outcome, TokenResponse? Tokens = null)
{
    public static implicit operator SignInAnswer(SignInOutcome outcome) => new(outcome);
}
