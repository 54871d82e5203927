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

/// <summary>What OpenIddict takes from the settings and from <see cref="KeyRing"/>; made anew when the keys change.</summary>
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

    // The user signs in meanwhile, which RFC 9126, section 2.2 allows for.
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

        // The others are of scripts: a page that posts itself, and a fragment.
        options.ResponseModes.Remove(ResponseModes.FormPost);
        options.ResponseModes.Remove(ResponseModes.Fragment);
        foreach (var scope in KnownScopes.All)
        {
            options.Scopes.Add(scope);
        }

        AddKeys(options);
    }

    // Codes and refresh tokens are signed by the first key, which nobody else needs: they outlive the rotation of the published keys. The
    // retired master keys follow, so that a new master key ends no session.
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
