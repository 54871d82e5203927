using System.Globalization;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Passes a connection to PostgreSQL's programs in environment variables, so that no password is on a command line.</summary>
internal static class LibpqEnvironment
{
    // Variables that this process inherited must not redirect the connection.
    private static readonly string[] Unwanted = ["PGSERVICE", "PGHOSTADDR", "PGTARGETSESSIONATTRS"];

    /// <summary>
    /// Returns the variables to set, and with null those to remove. Npgsql and libpq both read what the connection leaves open from the
    /// environment.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Of(NpgsqlConnectionStringBuilder connection, string service) =>
        new Dictionary<string, string?>
        {
            ["PGHOST"] = connection.Host,
            ["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = connection.Username,
            ["PGPASSWORD"] = connection.Password,
            ["PGPASSFILE"] = connection.Passfile,
            ["PGDATABASE"] = connection.Database,
            ["PGSSLMODE"] = Mode(connection.SslMode),
            ["PGSSLROOTCERT"] = connection.RootCertificate,
            ["PGSSLCERT"] = connection.SslCertificate,
            ["PGSSLKEY"] = connection.SslKey,
            ["PGCHANNELBINDING"] = connection.ChannelBinding.ToString().ToLowerInvariant(),
            ["PGCONNECT_TIMEOUT"] = connection.Timeout.ToString(CultureInfo.InvariantCulture),
            ["PGOPTIONS"] = connection.Options,
            ["PGAPPNAME"] = $"{service}-backup",
            ["LC_ALL"] = "C",
        }
            .Where(variable => variable.Value is not null)
            .Concat(Unwanted.Select(name => new KeyValuePair<string, string?>(name, null)))
            .ToDictionary();

    private static string Mode(SslMode mode) =>
        mode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => mode.ToString().ToLowerInvariant(),
        };
}
