using Capsule.Auth.Tokens;

namespace Capsule.Auth.SignIn.External;

/// <summary>What comes of a sign-in at a provider.</summary>
/// <param name="Outcome">Whether there are tokens, or why not.</param>
/// <param name="Provider">The provider's name; null when the code is not valid.</param>
/// <param name="Tokens">Null when there are none.</param>
internal sealed record ExternalSignInAnswer(ExternalSignInOutcome Outcome, string? Provider = null, TokenResponse? Tokens = null);
