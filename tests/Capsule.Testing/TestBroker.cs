using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Capsule.Testing;

/// <summary>A RabbitMQ virtual host of a test's own: its exchanges and queues meet nobody else's. Deleted when disposed.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Uri _server;
    private readonly string _management;
    private readonly string _name = $"test_{Guid.NewGuid():n}";

    private TestBroker(Uri server, string management)
    {
        _server = server;
        _management = management;
        Uri = new UriBuilder(server) { Path = _name }.Uri;
    }

    /// <summary>AMQP address of the virtual host, with user and password.</summary>
    public Uri Uri { get; }

    /// <summary>Creates a virtual host on the shared broker.</summary>
    /// <exception cref="InvalidOperationException">The broker runs without its management plugin.</exception>
    public static async Task<TestBroker> CreateAsync()
    {
        var servers = await TestServers.GetAsync();
        if (servers.RabbitMqManagement.Length == 0)
        {
            throw new InvalidOperationException("Set CAPSULE_TEST_RABBITMQ_MANAGEMENT to the address of RabbitMQ's management plugin.");
        }

        var broker = new TestBroker(new Uri(servers.RabbitMq), servers.RabbitMqManagement);
        await broker.SendAsync(HttpMethod.Put, $"vhosts/{broker._name}", new { });
        await broker.SendAsync(
            HttpMethod.Put, $"permissions/{broker._name}/{broker.Credentials[0]}", new { configure = ".*", write = ".*", read = ".*" });
        return broker;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await SendAsync(HttpMethod.Delete, $"vhosts/{_name}", null);

    private string[] Credentials => [.. _server.UserInfo.Split(':').Select(Uri.UnescapeDataString)];

    private async Task SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_management), $"/api/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join(':', Credentials))));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
