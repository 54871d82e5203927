using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Capsule.Data;

/// <summary>
/// Pool sizes and timeouts. Each value comes from <c>AUTH_DB_POOL_MIN</c>, <c>AUTH_DB_POOL_MAX</c>, <c>AUTH_DB_POOL_IDLE_SECONDS</c> and
/// <c>AUTH_DB_CONNECT_TIMEOUT_SECONDS</c>, then from <c>Database:Pool:Min</c>, <c>:Max</c>, <c>:IdleSeconds</c> and
/// <c>Database:ConnectTimeoutSeconds</c>, then from the connection string, then from Capsule's defaults.
/// </summary>
internal static class ConnectionDefaults
{
    public const int MinPoolSize = 5;
    public const int MaxPoolSize = 20;
    public const int IdleSeconds = 30;
    public const int ConnectTimeoutSeconds = 10;

    private const int MaxValue = 1024;

    public static void Apply(NpgsqlConnectionStringBuilder settings, IConfiguration configuration, DatabaseSettingNames names)
    {
        var given = settings.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        int Value(string variable, string key, string keyword, int inString, int fallback, int min = 1) =>
            Number(configuration, names.ShortPrefix + variable, min)
            ?? Number(configuration, "Database:" + key, min)
            ?? (given.Contains(keyword) ? inString : fallback);

        settings.MaxPoolSize = Value("POOL_MAX", "Pool:Max", "Maximum Pool Size", settings.MaxPoolSize, MaxPoolSize);
        var defaultMinPoolSize = Math.Min(MinPoolSize, settings.MaxPoolSize);
        settings.MinPoolSize = Value("POOL_MIN", "Pool:Min", "Minimum Pool Size", settings.MinPoolSize, defaultMinPoolSize, min: 0);
        settings.ConnectionIdleLifetime = Value(
            "POOL_IDLE_SECONDS",
            "Pool:IdleSeconds",
            "Connection Idle Lifetime",
            settings.ConnectionIdleLifetime,
            IdleSeconds
        );
        settings.ConnectionPruningInterval = Math.Max(1, Math.Min(settings.ConnectionPruningInterval, settings.ConnectionIdleLifetime));
        settings.Timeout = Value("CONNECT_TIMEOUT_SECONDS", "ConnectTimeoutSeconds", "Timeout", settings.Timeout, ConnectTimeoutSeconds);
        settings.ApplicationName ??= names.Service;

        // With automatic preparation, a caller can receive another caller's error (decision 025).
        settings.MaxAutoPrepare = 0;

        if (configuration.Text(names.Schema) is { } schema)
        {
            // Extensions are installed in public; without public on the path, citext would compare as text.
            settings.SearchPath = $"{new NpgsqlCommandBuilder().QuoteIdentifier(schema)},public";
        }

        if (settings.MinPoolSize > settings.MaxPoolSize)
        {
            throw new DatabaseSettingsException(
                $"{names.ShortPrefix}POOL_MIN ({settings.MinPoolSize}) exceeds {names.ShortPrefix}POOL_MAX ({settings.MaxPoolSize})."
            );
        }
    }

    private static int? Number(IConfiguration configuration, string key, int min)
    {
        if (configuration.Text(key) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= MaxValue
            ? number
            : throw new DatabaseSettingsException($"{key} must be a whole number from {min} to {MaxValue}, not \"{text}\".");
    }
}
