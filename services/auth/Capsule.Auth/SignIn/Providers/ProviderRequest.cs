using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Protocol;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>The parameters of a request to a provider, at the beginning of an attempt and when the code is exchanged.</summary>
/// <param name="State">A value that the provider sends back; null when the code is exchanged.</param>
/// <param name="Verifier">Proves that the code is exchanged by the client that asked for it (RFC 7636).</param>
/// <param name="RedirectUri">The address that the provider sends the user to.</param>
/// <param name="Prompt">What the provider has to ask the user for (OpenID Connect Core 1.0, section 3.1.2.1).</param>
/// <param name="MaxAge">Maximum age of the user's sign-in in seconds, for providers that speak OpenID Connect.</param>
/// <param name="LoginHint">The user who is expected to sign in, for providers that speak OpenID Connect.</param>
internal sealed record ProviderRequest(
    string? State,
    string Verifier,
    string RedirectUri,
    string? Prompt = null,
    long? MaxAge = null,
    string? LoginHint = null
)
{
    /// <summary>The challenge of the verifier, which the provider gets at the beginning.</summary>
    public string Challenge => CodeChallenge.Of(Verifier);

    /// <summary>The nonce that the ID token repeats; it is derived from the verifier, which stays secret.</summary>
    public string Nonce => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes("nonce of " + Verifier)));

    // Keeps the secrets out of logs.
    public override string ToString() => nameof(ProviderRequest);
}
