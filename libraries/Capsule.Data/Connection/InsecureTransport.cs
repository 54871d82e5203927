using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>
/// Whether a connection may omit TLS or the check of the server's certificate: allowed in Development, and for connections named by the
/// setting <c>Transport:AllowInsecure</c>.
/// </summary>
public static class InsecureTransport
{
    /// <summary>The setting's name; its value is a comma-separated list of connections.</summary>
    public const string Setting = "Transport:AllowInsecure";

    /// <summary>The connection to PostgreSQL.</summary>
    public const string Database = "database";

    /// <summary>The connection to the message broker.</summary>
    public const string Messaging = "messaging";

    /// <summary>The connection to Redis.</summary>
    public const string Redis = "redis";

    private static readonly string[] Names = [Database, Messaging, Redis];

    /// <summary>Returns whether <paramref name="connection"/> may omit TLS or certificate validation.</summary>
    /// <exception cref="InvalidOperationException">The setting contains an unknown name.</exception>
    public static bool IsAllowed(IConfiguration configuration, IHostEnvironment environment, string connection)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var allowed = (configuration[Setting] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (allowed.Except(Names).FirstOrDefault() is { } unknown)
        {
            throw new InvalidOperationException(
                $"{Setting} contains \"{unknown}\"; it must be a comma-separated list of {string.Join(", ", Names)}."
            );
        }

        return environment.IsDevelopment() || allowed.Contains(connection);
    }

    /// <summary>
    /// Returns the end of the error message for a refused connection, which names the setting that allows the connection.
    /// </summary>
    public static string HowToAllow(string connection) =>
        "Only the environment Development allows this. To accept that others can read and forge the transferred data, set "
        + $"{Setting}={connection} "
        + $"(environment: {Setting.Replace(":", "__", StringComparison.Ordinal)}).";
}
