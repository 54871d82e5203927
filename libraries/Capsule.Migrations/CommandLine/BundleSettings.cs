using Capsule.Data;
using Capsule.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Reads what a bundle needs from its environment: the same settings as the service, and the API's role.</summary>
internal static class BundleSettings
{
    /// <summary>
    /// The connection as the owner: <paramref name="given"/> on the command line, else as the service finds its database.
    /// </summary>
    public static NpgsqlConnectionStringBuilder Owner(
        IConfiguration configuration,
        IHostEnvironment environment,
        string service,
        string? given
    )
    {
        if (given is not null)
        {
            configuration = new ConfigurationBuilder()
                .AddConfiguration(configuration)
                .AddInMemoryCollection([new($"ConnectionStrings:{service}-db", given)])
                .Build();
        }

        return ServiceDatabaseSettings.Resolve(configuration, environment, service);
    }

    /// <summary>The API's role: <c>API_ROLE</c> (else <c>auth_user</c>) and <c>API_ROLE_PASSWORD</c>.</summary>
    public static ApiRole Role(IConfiguration configuration, string service) =>
        new(Text(configuration, "API_ROLE") ?? $"{service.Replace('-', '_')}_user", Text(configuration, "API_ROLE_PASSWORD"));

    /// <summary>Whether there is a message broker, so that somebody may want to hear of migrations.</summary>
    public static bool HasBus(IConfiguration configuration) =>
        Array.Exists(BrokerSettings.Names, name => Text(configuration, name) is not null);

    /// <summary>
    /// The folder of backups: <c>CAPSULE_BACKUPS</c>, else <c>capsule/backups</c> below /var/lib for root and below the user's data folder
    /// else.
    /// </summary>
    public static string Backups(IConfiguration configuration) =>
        Text(configuration, "CAPSULE_BACKUPS")
        ?? Path.Combine(
            Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
                ? "/var/lib"
                : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "capsule",
            "backups"
        );

    private static string? Text(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } value ? value : null;
}
