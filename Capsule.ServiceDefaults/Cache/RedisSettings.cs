using System.Globalization;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace Capsule.ServiceDefaults.Cache;

/// <summary>Where a service finds Redis: <c>ConnectionStrings:redis</c>, then <c>REDIS_HOST</c>, <c>_PORT</c>, <c>_PASSWORD</c>, <c>_DB</c>.</summary>
internal static class RedisSettings
{
    public const string ConnectionName = "redis";
    private const int DefaultPort = 6379;

    /// <summary>Returns the client's options.</summary>
    /// <exception cref="InvalidOperationException">None is set, or a number is none; names the settings, never a password.</exception>
    public static ConfigurationOptions Resolve(IConfiguration configuration)
    {
        if (configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connectionString)
        {
            return ConfigurationOptions.Parse(connectionString);
        }

        if (configuration["REDIS_HOST"] is not { Length: > 0 } host)
        {
            throw new InvalidOperationException(
                $"No Redis is configured. Set ConnectionStrings:{ConnectionName} (environment: ConnectionStrings__{ConnectionName}), "
                + "or REDIS_HOST with REDIS_PORT, REDIS_PASSWORD and REDIS_DB.");
        }

        var options = new ConfigurationOptions { DefaultDatabase = Number(configuration, "REDIS_DB", 0) };
        options.EndPoints.Add(host, Number(configuration, "REDIS_PORT", DefaultPort));
        if (configuration["REDIS_PASSWORD"] is { Length: > 0 } password)
        {
            options.Password = password;
        }

        return options;
    }

    private static int Number(IConfiguration configuration, string name, int fallback) => configuration[name] switch
    {
        null or "" => fallback,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new InvalidOperationException($"{name} must be a whole number, not \"{text}\"."),
    };
}
