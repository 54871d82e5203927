namespace Capsule.Testing;

/// <summary>The PostgreSQL, Redis and RabbitMQ that all tests of a run share.</summary>
public static class TestServers
{
    private static readonly Lazy<Task<ServerAddresses>> Addresses = new(FindAsync);

    /// <summary>
    /// Returns the shared servers' addresses: those of CAPSULE_TEST_POSTGRES, CAPSULE_TEST_REDIS and CAPSULE_TEST_RABBITMQ (and
    /// CAPSULE_TEST_RABBITMQ_MANAGEMENT) when these are set, else of servers that are started for this run and stop when the last test
    /// process has ended.
    /// </summary>
    /// <exception cref="InvalidOperationException">The servers did not start; the message holds their output.</exception>
    public static Task<ServerAddresses> GetAsync() => Addresses.Value;

    private static async Task<ServerAddresses> FindAsync()
    {
        var given = new[] { "CAPSULE_TEST_POSTGRES", "CAPSULE_TEST_REDIS", "CAPSULE_TEST_RABBITMQ" }
            .Select(Environment.GetEnvironmentVariable)
            .ToArray();
        return given is [{ } postgres, { } redis, { } rabbit]
            ? new ServerAddresses(postgres, redis, rabbit, Environment.GetEnvironmentVariable("CAPSULE_TEST_RABBITMQ_MANAGEMENT") ?? "")
            : await SharedServers.ConnectAsync();
    }
}
