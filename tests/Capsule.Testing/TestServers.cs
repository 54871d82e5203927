namespace Capsule.Testing;

/// <summary>The PostgreSQL, Redis and RabbitMQ that all tests of a run share.</summary>
public static class TestServers
{
    /// <summary>
    /// Returns the shared servers' addresses: those of CAPSULE_TEST_POSTGRES, CAPSULE_TEST_REDIS and CAPSULE_TEST_RABBITMQ when set.
    /// </summary>
    /// <exception cref="InvalidOperationException">A variable is missing.</exception>
    public static Task<ServerAddresses> GetAsync()
    {
        return Task.FromResult(new ServerAddresses(
            Required("CAPSULE_TEST_POSTGRES"), Required("CAPSULE_TEST_REDIS"), Required("CAPSULE_TEST_RABBITMQ")));

        static string Required(string name) =>
            Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
    }
}
