using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>
/// Whether a connection may go without TLS, or without a check of the server's certificate: in Development, and where the setting
/// <c>Transport:AllowInsecure</c> names it.
/// </summary>
public static class InsecureTransport
{
    /// <summary>The setting: names of connections with commas between.</summary>
    public const string Setting = "Transport:AllowInsecure";

    /// <summary>The connection to PostgreSQL.</summary>
    public const string Database = "database";

    /// <summary>The connection to the message broker.</summary>
    public const string Messaging = "messaging";

    /// <summary>The connection to Redis.</summary>
    public const string Redis = "redis";

    private static readonly string[] Names = [Database, Messaging, Redis];

    /// <summary>Returns whether <paramref name="connection"/> may be insecure.</summary>
    /// <exception cref="InvalidOperationException">The setting names another connection.</exception>
    public static bool IsAllowed(IConfiguration configuration, IHostEnvironment environment, string connection)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var allowed = (configuration[Setting] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (allowed.Except(Names).FirstOrDefault() is { } unknown)
        {
            throw new InvalidOperationException(
                $"{Setting} holds \"{unknown}\"; it must be names with commas between, of {string.Join(", ", Names)}."
            );
        }

        return environment.IsDevelopment() || allowed.Contains(connection);
    }

    /// <summary>What a refused connection's error ends with.</summary>
    public static string WayOut(string connection) =>
        $"Only the environment Development may go without; to accept elsewhere that others can read and forge what goes over the wire, set {Setting}={connection} "
        + $"(environment: {Setting.Replace(":", "__", StringComparison.Ordinal)}).";
}
