namespace Capsule.Auth.SignIn.Attempts;

/// <summary>What an app, or the sign-in page, begins with.</summary>
/// <param name="RedirectUri">Where the user goes in the end.</param>
/// <param name="CodeChallenge">
/// SHA-256 of the app's verifier, in base64url (RFC 7636); null for the sign-in page, whose verifier is <see cref="AttemptCookie"/>.
/// </param>
/// <param name="CodeChallengeMethod"><c>S256</c>, which nothing means too.</param>
/// <param name="State">What the app wants to find again in the redirect.</param>
/// <param name="Prompt">What the provider is to ask the user for: <c>login</c>, <c>consent</c> or <c>select_account</c>.</param>
/// <param name="MaxAge">How many seconds ago the user may have signed in at the provider.</param>
/// <param name="LoginHint">Who is expected to sign in.</param>
internal sealed record AttemptParameters(
    string RedirectUri,
    string? CodeChallenge,
    string? CodeChallengeMethod = null,
    string? State = null,
    string? Prompt = null,
    long? MaxAge = null,
    string? LoginHint = null
);
