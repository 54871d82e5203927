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
    private readonly List<string> _users = [];
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
            HttpMethod.Put,
            $"permissions/{broker._name}/{broker.Credentials[0]}",
            new
            {
                configure = ".*",
                write = ".*",
                read = ".*",
            }
        );
        return broker;
    }

    /// <summary>
    /// Creates a user who may do this here and nothing elsewhere; returns the virtual host's address with their credentials. Deleted when
    /// disposed.
    /// </summary>
    /// <param name="configure">A regular expression over the names of what they may declare.</param>
    /// <param name="write">What they may publish to.</param>
    /// <param name="read">What they may consume.</param>
    public async Task<Uri> CreateUserAsync(string configure, string write, string read)
    {
        var user = $"user_{Guid.NewGuid():n}";
        await SendAsync(HttpMethod.Put, $"users/{user}", new { password = user, tags = "" });
        _users.Add(user);
        await SendAsync(
            HttpMethod.Put,
            $"permissions/{_name}/{user}",
            new
            {
                configure,
                write,
                read,
            }
        );
        return new UriBuilder(Uri) { UserName = user, Password = user }.Uri;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await SendAsync(HttpMethod.Delete, $"vhosts/{_name}", null);
        foreach (var user in _users)
        {
            await SendAsync(HttpMethod.Delete, $"users/{user}", null);
        }
    }

    private string[] Credentials => [.. _server.UserInfo.Split(':').Select(Uri.UnescapeDataString)];

    private async Task SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_management), $"/api/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join(':', Credentials)))
        );
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
