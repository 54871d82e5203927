using Npgsql;

namespace Capsule.Data;

/// <summary>Reads <c>postgresql://user:password@host:port/database?sslmode=require</c>.</summary>
internal static class DatabaseUrl
{
    private const string Shape = "postgresql://user:password@host:port/database";

    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Parameters = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["sslmode"] = (settings, value) => settings["SSL Mode"] = value.Replace("-", "", StringComparison.Ordinal),
        ["sslrootcert"] = (settings, value) => settings.RootCertificate = value,
        ["sslcert"] = (settings, value) => settings.SslCertificate = value,
        ["sslkey"] = (settings, value) => settings.SslKey = value,
        ["sslpassword"] = (settings, value) => settings.SslPassword = value,
        ["channel_binding"] = (settings, value) => settings["Channel Binding"] = value,
        ["connect_timeout"] = (settings, value) => settings["Timeout"] = value,
        ["application_name"] = (settings, value) => settings.ApplicationName = value,
        ["options"] = (settings, value) => settings.Options = value,
        ["host"] = (settings, value) => settings.Host = value,
    };

    public static bool IsUrl(string text) =>
        text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <paramref name="url"/>, which the setting <paramref name="source"/> holds.</summary>
    public static NpgsqlConnectionStringBuilder Parse(string url, string source)
    {
        if (!IsUrl(url))
        {
            throw Malformed(source, "it does not begin with postgresql://");
        }

        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (beforeQuery, query) = Split(rest, '?');
        var (authority, path) = Split(beforeQuery, '/');
        // The password may contain an unescaped @, so the last @ separates it from the host.
        var at = authority.LastIndexOf('@');
        var (user, password) = Split(at < 0 ? "" : authority[..at], ':');

        var settings = new NpgsqlConnectionStringBuilder();
        ReadHost(settings, authority[(at + 1)..], source);
        settings.Username = Decoded(user ?? "", source) is { Length: > 0 } name ? name : throw Malformed(source, "it has no user");
        settings.Password = password is null ? null : Decoded(password, source);
        settings.Database = Decoded(path ?? "", source) is { Length: > 0 } database
            ? database
            : throw Malformed(source, "it has no database");
        ReadParameters(settings, query, source);
        return string.IsNullOrEmpty(settings.Host) ? throw Malformed(source, "it has no host") : settings;
    }

    private static void ReadHost(NpgsqlConnectionStringBuilder settings, string text, string source)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        if (text.StartsWith('[') && end < 0)
        {
            throw Malformed(source, "the IPv6 address lacks its closing bracket");
        }

        var colon = text.IndexOf(':', end + 1);
        settings.Host = end > 0 ? text[1..end] : Decoded(colon < 0 ? text : text[..colon], source);
        settings.Port =
            colon < 0 || colon == text.Length - 1 ? NpgsqlConnection.DefaultPort
            : ushort.TryParse(text[(colon + 1)..], out var port) && port > 0 ? port
            : throw Malformed(source, "the port is not a number from 1 to 65535");
    }

    private static void ReadParameters(NpgsqlConnectionStringBuilder settings, string? query, string source)
    {
        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = Split(pair, '=');
            var name = Decoded(key, source);
            if (!Parameters.TryGetValue(name, out var set))
            {
                throw Malformed(source, $"the parameter \"{name}\" is not known (known: {string.Join(", ", Parameters.Keys)})");
            }

            try
            {
                set(settings, Decoded(value ?? "", source));
            }
            catch (ArgumentException)
            {
                throw Malformed(source, $"the value of the parameter \"{name}\" is not valid");
            }
        }
    }

    private static string Decoded(string text, string source)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                throw Malformed(source, "a % is not followed by two hexadecimal digits (write a literal % as %25)");
            }
        }

        return Uri.UnescapeDataString(text);
    }

    private static (string Before, string? After) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, null);

    private static DatabaseSettingsException Malformed(string source, string why) =>
        new($"{source} is not a database URL like {Shape}: {why}.");
}
