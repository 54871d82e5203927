using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Data;

/// <summary>Outside Development a connection that leaves the machine is encrypted or not made.</summary>
internal static class TransportSecurity
{
    public static void Require(NpgsqlConnectionStringBuilder settings, IHostEnvironment environment)
    {
        if (environment.IsDevelopment() || settings.Host?.StartsWith('/') == true)
        {
            return;
        }

        if (!settings.Keys.Cast<string>().Contains("SSL Mode", StringComparer.OrdinalIgnoreCase))
        {
            settings.SslMode = SslMode.Require;
        }
        else if (settings.SslMode is SslMode.Disable or SslMode.Allow or SslMode.Prefer)
        {
            throw new DatabaseSettingsException(
                $"SSL Mode={settings.SslMode} is refused in the environment \"{environment.EnvironmentName}\": a connection to a database must be "
                + "encrypted there. Leave SSL Mode out or set Require, VerifyCA or VerifyFull; only the environment Development may go without.");
        }
    }
}
