using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Capsule.Data;

/// <summary>
/// Finds Redis: <c>ConnectionStrings:redis</c>, then <c>REDIS_URL</c>, then <c>REDIS_HOST</c>, <c>_PORT</c>, <c>_PASSWORD</c>, <c>_DB</c>,
/// <c>_TLS</c>. The client's own parser reads only its own format.
/// </summary>
internal static class RedisSettings
{
    public const string ConnectionName = "redis";
    private const int DefaultPort = 6379;

    /// <summary>Returns the client's options.</summary>
    /// <exception cref="InvalidOperationException">
    /// No setting is set, one is malformed, or the connection is without TLS where TLS is required. The message names the settings and
    /// never contains a password.
    /// </exception>
    public static ConfigurationOptions Resolve(IConfiguration configuration, IHostEnvironment environment)
    {
        var (options, setting, encrypted) = Read(configuration);
        return options.Ssl || InsecureTransport.IsAllowed(configuration, environment, InsecureTransport.Redis)
            ? options
            : throw new InvalidOperationException(
                $"{setting} names a Redis without TLS, which is refused in the environment \"{environment.EnvironmentName}\": {encrypted}. "
                    + InsecureTransport.HowToAllow(InsecureTransport.Redis)
            );
    }

    private static (ConfigurationOptions Options, string Setting, string Encrypted) Read(IConfiguration configuration)
    {
        if (configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connectionString)
        {
            return (ConfigurationOptions.Parse(connectionString), $"ConnectionStrings:{ConnectionName}", "add ssl=true to it");
        }

        if (configuration["REDIS_URL"] is { Length: > 0 } url)
        {
            return (OfUrl(url), "REDIS_URL", "begin it with rediss://");
        }

        if (configuration["REDIS_HOST"] is { Length: > 0 } host)
        {
            return (OfParts(configuration, host), "REDIS_HOST", "set REDIS_TLS=true");
        }

        throw new InvalidOperationException(
            $"No Redis is configured. Set ConnectionStrings:{ConnectionName} (environment: ConnectionStrings__{ConnectionName}), REDIS_URL, "
                + "or REDIS_HOST with REDIS_PORT, REDIS_PASSWORD, REDIS_DB and REDIS_TLS."
        );
    }

    private static ConfigurationOptions OfUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri is not { Scheme: "redis" or "rediss", Host.Length: > 0, Query: "" })
        {
            throw new InvalidOperationException(
                "REDIS_URL must look like redis://user:password@host:port/db, or rediss:// for TLS, without a query."
            );
        }

        var credentials = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        var options = new ConfigurationOptions
        {
            User = credentials[0] is { Length: > 0 } user ? user : null,
            Password = credentials.ElementAtOrDefault(1),
            DefaultDatabase = Number("REDIS_URL's database", uri.AbsolutePath.Trim('/'), 0),
            Ssl = uri.Scheme == "rediss",
        };
        options.SslHost = options.Ssl ? uri.DnsSafeHost : null;
        options.EndPoints.Add(uri.DnsSafeHost, uri.Port < 0 ? DefaultPort : uri.Port);
        return options;
    }

    private static ConfigurationOptions OfParts(IConfiguration configuration, string host)
    {
        var options = new ConfigurationOptions { DefaultDatabase = Number("REDIS_DB", configuration["REDIS_DB"], 0) };
        options.EndPoints.Add(host, Number("REDIS_PORT", configuration["REDIS_PORT"], DefaultPort));
        options.Ssl = configuration["REDIS_TLS"] switch
        {
            null or "" => false,
            var text when bool.TryParse(text, out var tls) => tls,
            var text => throw new InvalidOperationException($"REDIS_TLS must be true or false, not \"{text}\"."),
        };
        options.SslHost = options.Ssl ? host : null;
        if (configuration["REDIS_PASSWORD"] is { Length: > 0 } password)
        {
            options.Password = password;
        }

        return options;
    }

    private static int Number(string name, string? text, int fallback) =>
        text switch
        {
            null or "" => fallback,
            _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw new InvalidOperationException($"{name} must be a whole number, not \"{text}\"."),
        };
}
