namespace Capsule.Auth.SignIn.Attempts;

/// <summary>The parameters with which an app, or the sign-in page, begins an attempt.</summary>
/// <param name="RedirectUri">The address that the user is sent to at the end.</param>
/// <param name="CodeChallenge">
/// SHA-256 of the app's verifier, in base64url (RFC 7636); null for the sign-in page, whose verifier is <see cref="AttemptCookie"/>.
/// </param>
/// <param name="CodeChallengeMethod"><c>S256</c>, which is also the default.</param>
/// <param name="State">A value that the app gets back in the redirect.</param>
/// <param name="Prompt">What the provider has to ask the user for: <c>login</c>, <c>consent</c> or <c>select_account</c>.</param>
/// <param name="MaxAge">Maximum age of the user's sign-in at the provider in seconds.</param>
/// <param name="LoginHint">The user who is expected to sign in.</param>
internal sealed record AttemptParameters(
    string RedirectUri,
    string? CodeChallenge,
    string? CodeChallengeMethod = null,
    string? State = null,
    string? Prompt = null,
    long? MaxAge = null,
    string? LoginHint = null
);
