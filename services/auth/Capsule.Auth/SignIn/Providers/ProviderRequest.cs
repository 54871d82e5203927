using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Capsule.Auth.Protocol;

namespace Capsule.Auth.SignIn.Providers;

/// <summary>What a provider is asked with, at the beginning and again when the code is exchanged.</summary>
/// <param name="State">What the provider sends back; null once it has.</param>
/// <param name="Verifier">Proves that who exchanges the code is who asked for it (RFC 7636).</param>
/// <param name="RedirectUri">Where the provider sends the user.</param>
/// <param name="Prompt">What the provider is to ask the user for though it may know (OpenID Connect Core 1.0, section 3.1.2.1).</param>
/// <param name="MaxAge">How many seconds ago the user may have signed in there, where the provider speaks OpenID Connect.</param>
/// <param name="LoginHint">Who is expected to sign in, likewise.</param>
internal sealed record ProviderRequest(
    string? State,
    string Verifier,
    string RedirectUri,
    string? Prompt = null,
    long? MaxAge = null,
    string? LoginHint = null
)
{
    /// <summary>What the provider sees of the verifier at first.</summary>
    public string Challenge => CodeChallenge.Of(Verifier);

    /// <summary>What the ID token repeats; made of the verifier, which stays secret.</summary>
    public string Nonce => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes("nonce of " + Verifier)));

    // Not the secrets.
    public override string ToString() => nameof(ProviderRequest);
}
