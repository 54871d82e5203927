using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.Cli.Tests;

/// <summary>An empty database for each of the four services, and the environment that names them.</summary>
internal sealed class ServiceDatabases : IAsyncDisposable
{
    private readonly Dictionary<string, TestDatabase> _databases = [];

    /// <summary>As a deployment would set it.</summary>
    public Dictionary<string, string> Variables { get; } =
        new() { ["DOTNET_ENVIRONMENT"] = "Development", ["API_ROLE_PASSWORD"] = ServiceHost.ApiPassword };

    public TestDatabase this[string service] => _databases[service];

    public static async Task<ServiceDatabases> CreateAsync()
    {
        var databases = new ServiceDatabases();
        foreach (var service in ServiceCatalogue.Names)
        {
            var database = await TestDatabase.CreateAsync();
            databases._databases[service] = database;
            databases.Variables[$"ConnectionStrings__{service}-db"] = database.ConnectionString;
        }

        return databases;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }
    }
}
