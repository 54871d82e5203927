using System.Reflection;
using Capsule.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>What a command works with.</summary>
/// <typeparam name="TContext">The service's context.</typeparam>
/// <param name="Owner">Connects as the owner of the database.</param>
/// <param name="Options">Service, schema, role, deadlines, progress.</param>
/// <param name="Migrations">The bundle's assembly.</param>
/// <param name="Environment">Development or another.</param>
/// <param name="Configuration">The settings of the environment.</param>
/// <param name="Output">Where results go.</param>
internal sealed record BundleSession<TContext>(
    NpgsqlConnectionStringBuilder Owner,
    MigrationOptions Options,
    Assembly Migrations,
    IHostEnvironment Environment,
    IConfiguration Configuration,
    BundleOutput Output
)
    where TContext : ServiceDbContext
{
    /// <summary>The schema that the service works in.</summary>
    public string Schema => Options.SchemaName;

    /// <summary>The migrations on that database.</summary>
    public MigrationRun<TContext> Run => new(Owner, Options, Migrations);

    /// <summary>Opens a connection as the owner, waiting for a server that is still starting.</summary>
    /// <exception cref="BundleException">The server was not ready before the deadline, or it refused the owner.</exception>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        OwnerConnection.OpenAsync(Owner, Options, cancellationToken);
}
