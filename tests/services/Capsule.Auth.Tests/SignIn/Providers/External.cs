using System.Net.Http.Json;
using Capsule.Auth.Tests.SignIn.Providers.Provider;
using Capsule.Auth.Tokens;
using Capsule.Testing;

namespace Capsule.Auth.Tests.SignIn.Providers;

/// <summary>An app that exchanges its code.</summary>
internal static class External
{
    public static Task<HttpResponseMessage> TryExternalAsync(
        this ServiceHost<Program> auth,
        string externalCode,
        string? code = null,
        string codeVerifier = Browser.Verifier
    ) =>
        auth.Client.PostAsJsonAsync(
            "/api/sessions/external",
            new
            {
                externalCode,
                codeVerifier,
                code,
            }
        );

    /// <summary>What a user without a password proves themselves with: a new sign-in at a linked provider.</summary>
    public static object Proof(string proofCode) =>
        new
        {
            password = "",
            proofCode,
            proofVerifier = Browser.Verifier,
        };

    public static async Task<TokenResponse> TokensAsync(this ServiceHost<Program> auth, string externalCode) =>
        await Apps.ReadAsync<TokenResponse>(await auth.TryExternalAsync(externalCode));
}
