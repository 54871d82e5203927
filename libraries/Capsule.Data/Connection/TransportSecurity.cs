using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Data;

/// <summary>Requires TLS with a verified server certificate for connections that leave the machine, except in Development.</summary>
internal static class TransportSecurity
{
    public static void Require(NpgsqlConnectionStringBuilder settings, IConfiguration configuration, IHostEnvironment environment)
    {
        if (MayBeInsecure(configuration, environment) || settings.Host?.StartsWith('/') == true)
        {
            return;
        }

        if (!settings.Keys.Cast<string>().Contains("SSL Mode", StringComparer.OrdinalIgnoreCase))
        {
            settings.SslMode = SslMode.VerifyFull;
        }
        else if (settings.SslMode is not (SslMode.VerifyCA or SslMode.VerifyFull))
        {
            throw new DatabaseSettingsException(
                $"SSL Mode={settings.SslMode} is refused in the environment \"{environment.EnvironmentName}\": a connection to a database must be encrypted there, "
                    + "and the server's certificate checked. Leave SSL Mode out or set VerifyFull or VerifyCA, with Root Certificate when the authority is your own "
                    + $"(in a URL: sslmode=verify-full&sslrootcert=FILE). {InsecureTransport.HowToAllow(InsecureTransport.Database)}"
            );
        }
    }

    private static bool MayBeInsecure(IConfiguration configuration, IHostEnvironment environment)
    {
        try
        {
            return InsecureTransport.IsAllowed(configuration, environment, InsecureTransport.Database);
        }
        catch (InvalidOperationException exception)
        {
            throw new DatabaseSettingsException(exception.Message);
        }
    }
}
