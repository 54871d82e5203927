using System.Collections.Immutable;
using Capsule.Auth.OAuth.Clients;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Security;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Answers;

/// <summary>
/// Names issuer and endpoints in the metadata, and the page for devices, by the settings instead of the host of the request. Adds members
/// that OpenIddict leaves out.
/// </summary>
internal sealed class NameEndpoints(IOptions<ServiceAuthenticationOptions> authentication)
    : IOpenIddictServerHandler<ApplyConfigurationResponseContext>,
        IOpenIddictServerHandler<ApplyDeviceAuthorizationResponseContext>
{
    private static readonly string[] ForPublicClients =
    [
        "token_endpoint",
        "revocation_endpoint",
        "device_authorization_endpoint",
        "pushed_authorization_request_endpoint",
    ];

    // RFC 8414, section 2 requires the algorithms of endpoints that accept private_key_jwt.
    private static readonly string[] WithAssertions = ["token_endpoint", "revocation_endpoint", "introspection_endpoint"];

    public ValueTask HandleAsync(ApplyDeviceAuthorizationResponseContext context)
    {
        foreach (var name in new[] { Parameters.VerificationUri, Parameters.VerificationUriComplete })
        {
            if (Uri.TryCreate((string?)context.Response[name], UriKind.Absolute, out var address))
            {
                context.Response[name] = authentication.Value.Issuer.TrimEnd('/') + address.PathAndQuery;
            }
        }

        return default;
    }

    public ValueTask HandleAsync(ApplyConfigurationResponseContext context)
    {
        var issuer = authentication.Value.Issuer;
        var response = context.Response;
        response[Metadata.Issuer] = issuer;
        response[Metadata.UserInfoEndpoint] = issuer.TrimEnd('/') + ProtocolPaths.UserInfo;
        foreach (var (name, value) in response.GetParameters().ToList())
        {
            if (
                (name.EndsWith("_endpoint", StringComparison.Ordinal) || name == Metadata.JwksUri)
                && Uri.TryCreate((string?)(OpenIddictParameter?)value, UriKind.Absolute, out var address)
            )
            {
                response[name] = issuer.TrimEnd('/') + address.AbsolutePath;
            }
        }

        foreach (var endpoint in ForPublicClients)
        {
            string[] methods =
            [
                .. ((ImmutableArray<string?>?)response[$"{endpoint}_auth_methods_supported"] ?? []).OfType<string>(),
                ClientAuthenticationMethods.None,
            ];
            response[$"{endpoint}_auth_methods_supported"] = new OpenIddictParameter([.. methods]);
        }

        foreach (var endpoint in WithAssertions)
        {
            response[$"{endpoint}_auth_signing_alg_values_supported"] = new OpenIddictParameter([.. ClientKeys.Algorithms]);
        }

        return default;
    }
}
