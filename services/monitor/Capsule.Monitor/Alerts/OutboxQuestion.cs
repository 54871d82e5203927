using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Alerts;

/// <summary>Asks a service how long its events wait, with the secret that services share: details are not for everybody.</summary>
internal sealed class OutboxQuestion(IHttpClientFactory clients, IOptions<IntrospectionOptions> credentials)
{
    /// <summary>The name of the client, which neither retries nor waits longer than the settings say.</summary>
    public const string Client = "watch";

    /// <summary>Asks once; an unhealthy service is heard like any other.</summary>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It does not answer in time.</exception>
    /// <exception cref="System.Text.Json.JsonException">It answers something else.</exception>
    /// <exception cref="InvalidDataException">Its answer says nothing of its outbox.</exception>
    public async Task<OutboxReading> AskAsync(string service, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{service}/health");
        request.Headers.Authorization = ServiceCredentials.Header(credentials.Value);
        using var response = await client.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<HealthAnswer>(cancellationToken);
        return answer?.Checks?.Outbox?.Data is { Depth: { } depth, OldestAgeSeconds: >= 0 and <= int.MaxValue and var seconds }
            ? new OutboxReading(service, depth, TimeSpan.FromSeconds(seconds))
            : throw new InvalidDataException(
                $"The answer ({(int)response.StatusCode}) does not say how old the oldest event in the outbox is."
            );
    }
}
