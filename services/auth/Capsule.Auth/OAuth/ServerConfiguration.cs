using Capsule.Auth.Keys;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.Secrets;
using Capsule.Auth.Tokens;
using Capsule.Security;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using SessionOptions = Capsule.Auth.Sessions.SessionOptions;

namespace Capsule.Auth.OAuth;

/// <summary>Configures OpenIddict from the settings and <see cref="KeyRing"/>; it runs again when the keys change.</summary>
internal sealed class ServerConfiguration(
    KeyRing ring,
    SecretBox secrets,
    TimeProvider timeProvider,
    IOptions<ServiceAuthenticationOptions> authentication,
    IOptions<AccessTokenOptions> tokens,
    IOptions<SessionOptions> sessions
) : IConfigureOptions<OpenIddictServerOptions>
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DeviceCodeLifetime = TimeSpan.FromMinutes(10);

    // Long enough for the user to sign in, which RFC 9126, section 2.2 allows.
    private static readonly TimeSpan PushedRequestLifetime = TimeSpan.FromMinutes(10);

    public void Configure(OpenIddictServerOptions options)
    {
        options.Issuer = new Uri(authentication.Value.Issuer, UriKind.Absolute);
        options.TimeProvider = timeProvider;
        options.AccessTokenLifetime = options.IdentityTokenLifetime = tokens.Value.Lifetime;
        options.AuthorizationCodeLifetime = CodeLifetime;
        options.DeviceCodeLifetime = options.UserCodeLifetime = DeviceCodeLifetime;
        options.RequestTokenLifetime = PushedRequestLifetime;
        options.RefreshTokenLifetime = sessions.Value.IdleLifetime;
        options.RefreshTokenReuseLeeway = sessions.Value.RepeatWindow;
        options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain);

        // The remaining mode is the query, because form posts and fragments require scripts.
        options.ResponseModes.Remove(ResponseModes.FormPost);
        options.ResponseModes.Remove(ResponseModes.Fragment);
        foreach (var scope in KnownScopes.All)
        {
            options.Scopes.Add(scope);
        }

        AddKeys(options);
    }

    // Codes and refresh tokens are signed with a key that is derived from the master key and not published, so that they outlive the
    // rotation of the published keys. The retired master keys follow, so that a new master key ends no session.
    private void AddKeys(OpenIddictServerOptions options)
    {
        foreach (var (key, number) in secrets.Derive("oauth encryption").Select((key, number) => (key, number)))
        {
            var encryption = new SymmetricSecurityKey(key) { KeyId = $"encryption-{number}" };
            options.EncryptionCredentials.Add(
                new EncryptingCredentials(encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512)
            );
        }

        foreach (var (key, number) in secrets.Derive("oauth signing").Select((key, number) => (key, number)))
        {
            options.SigningCredentials.Add(
                new SigningCredentials(new SymmetricSecurityKey(key) { KeyId = $"internal-{number}" }, SecurityAlgorithms.HmacSha256)
            );
        }

        options.SigningCredentials.AddRange(ring.Known.Select(key => key.Credentials));
    }
}
