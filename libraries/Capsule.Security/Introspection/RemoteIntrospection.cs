using System.Net.Http.Json;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>Introspects tokens at auth over HTTP (RFC 7662), through service discovery and with the secret that services share.</summary>
internal sealed class RemoteIntrospection(
    IHttpClientFactory clients,
    IOptions<IntrospectionOptions> options,
    IOptions<ServiceAuthenticationOptions> authentication
) : ITokenIntrospection
{
    /// <summary>The HTTP client's name.</summary>
    public const string ClientName = "introspection";

    public bool IsAvailable => options.Value.ClientId.Length > 0;

    public async Task<IntrospectedToken> IntrospectAsync(string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{authentication.Value.Authority.TrimEnd('/')}/connect/introspect")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]),
        };

        request.Headers.Authorization = ServiceCredentials.Header(options.Value);
        using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<IntrospectedToken>(cancellationToken)
            ?? throw new HttpRequestException("The authority's introspection response is empty.");
    }
}
