using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Data;

/// <summary>Finds a service's database; the first of four sources that is set wins.</summary>
public static class ServiceDatabaseSettings
{
    /// <summary>
    /// Returns the connection settings of <paramref name="service"/> ("auth") from the first source that is set:
    /// <c>ConnectionStrings:auth-db</c>, <c>AUTH_SERVICE_DB_*</c>, <c>AUTH_DB_*</c>, <c>AUTH_SERVICE_DATABASE_URL</c> or
    /// <c>DATABASE_URL</c>.
    /// </summary>
    /// <exception cref="DatabaseSettingsException">
    /// No source is set, or the first one that is set is incomplete or malformed. The message names the setting and never contains a
    /// password.
    /// </exception>
    public static NpgsqlConnectionStringBuilder Resolve(IConfiguration configuration, IHostEnvironment environment, string service)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);

        var names = new DatabaseSettingNames(service);
        var settings =
            FromConnectionString(configuration, names)
            ?? FromVariables(configuration, names.LongPrefix)
            ?? FromVariables(configuration, names.ShortPrefix)
            ?? FromUrl(configuration, names)
            ?? throw new DatabaseSettingsException(names.NothingIsSet);

        ConnectionDefaults.Apply(settings, configuration, names);
        TransportSecurity.Require(settings, configuration, environment);
        return settings;
    }

    /// <summary>Returns the schema of <paramref name="service"/>: <c>AUTH_DB_SCHEMA</c> if set, otherwise the service's name.</summary>
    public static string Schema(IConfiguration configuration, string service)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var names = new DatabaseSettingNames(service);
        return configuration.Text(names.Schema) ?? names.DefaultSchema;
    }

    internal static string? Text(this IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value ? value : null;

    private static NpgsqlConnectionStringBuilder? FromConnectionString(IConfiguration configuration, DatabaseSettingNames names)
    {
        if (configuration.Text(names.ConnectionString) is not { } text)
        {
            return null;
        }

        return DatabaseUrl.IsUrl(text) ? DatabaseUrl.Parse(text, names.ConnectionString) : Parse(text, names.ConnectionString);
    }

    private static NpgsqlConnectionStringBuilder? FromVariables(IConfiguration configuration, string prefix)
    {
        string[] required = [prefix + "HOST", prefix + "NAME", prefix + "USER", prefix + "PASSWORD"];
        var missing = required.Where(name => configuration.Text(name) is null).ToArray();
        var port = configuration.Text(prefix + "PORT");
        if (missing.Length == required.Length && port is null)
        {
            return null;
        }

        if (missing.Length > 0)
        {
            var present = required.Append(prefix + "PORT").First(name => configuration.Text(name) is not null);
            throw new DatabaseSettingsException($"{present} is set, so {string.Join(", ", missing)} must be set too.");
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = configuration.Text(required[0]),
            Database = configuration.Text(required[1]),
            Username = configuration.Text(required[2]),
            Password = configuration.Text(required[3]),
            Port = port is null ? NpgsqlConnection.DefaultPort : Port(port, prefix + "PORT"),
        };
    }

    private static NpgsqlConnectionStringBuilder? FromUrl(IConfiguration configuration, DatabaseSettingNames names)
    {
        foreach (var name in names.Urls)
        {
            if (configuration.Text(name) is { } url)
            {
                return DatabaseUrl.Parse(url, name);
            }
        }

        return null;
    }

    private static NpgsqlConnectionStringBuilder Parse(string text, string source)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            // Npgsql's exception message can quote any value of the malformed text, even the password, so it is not included.
            throw new DatabaseSettingsException(
                $"{source} is not a valid Npgsql connection string (Host=…;Port=…;Database=…;Username=…;Password=…); its text is not shown here."
            );
        }

        string?[] missing = [settings.Host is null ? "Host" : null, settings.Database is null ? "Database" : null];
        return missing.Any(keyword => keyword is not null)
            ? throw new DatabaseSettingsException($"{source} lacks {string.Join(" and ", missing.Where(keyword => keyword is not null))}.")
            : settings;
    }

    internal static int Port(string text, string source) =>
        ushort.TryParse(text, out var port) && port > 0
            ? port
            : throw new DatabaseSettingsException($"{source} must be a port number from 1 to 65535.");
}
