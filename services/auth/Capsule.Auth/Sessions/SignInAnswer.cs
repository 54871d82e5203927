using Capsule.Auth.Tokens;

namespace Capsule.Auth.Sessions;

/// <summary>What comes of a sign-in.</summary>
/// <param name="Tokens">Null when there are none.</param>
/// <param name="EmailIsUnverified">Whether the password was right, and the address is what is missing.</param>
internal sealed record SignInAnswer(TokenResponse? Tokens, bool EmailIsUnverified = false)
{
    public static SignInAnswer Refused { get; } = new(Tokens: null);

    public static SignInAnswer Unverified { get; } = new(Tokens: null, EmailIsUnverified: true);
}
