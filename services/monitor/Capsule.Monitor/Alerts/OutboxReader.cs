using Capsule.Security;
using Microsoft.Extensions.Options;

namespace Capsule.Monitor.Alerts;

/// <summary>
/// Reads from a service's health endpoint how long its events have been waiting. It authenticates with the secret that services share,
/// because the details are restricted.
/// </summary>
internal sealed class OutboxReader(IHttpClientFactory clients, IOptions<IntrospectionOptions> credentials)
{
    /// <summary>The name of the HTTP client, which does not retry and uses the configured timeout.</summary>
    public const string Client = "watch";

    /// <summary>Reads the state once, whether the service is healthy or not.</summary>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The service does not answer in time.</exception>
    /// <exception cref="System.Text.Json.JsonException">The response is no health document.</exception>
    /// <exception cref="InvalidDataException">The response contains no measured values of the outbox.</exception>
    public async Task<OutboxReading> ReadAsync(string service, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{service}/health");
        request.Headers.Authorization = ServiceCredentials.Header(credentials.Value);
        using var response = await client.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<HealthResponse>(cancellationToken);
        return answer?.Checks?.Outbox?.Data is { Depth: { } depth, OldestAgeSeconds: >= 0 and <= int.MaxValue and var seconds }
            ? new OutboxReading(service, depth, TimeSpan.FromSeconds(seconds))
            : throw new InvalidDataException(
                $"The health response ({(int)response.StatusCode}) does not contain the age of the oldest event in the outbox."
            );
    }
}
