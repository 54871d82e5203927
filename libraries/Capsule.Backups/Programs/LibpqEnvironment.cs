using System.Globalization;
using Npgsql;

namespace Capsule.Backups;

/// <summary>The connection as PostgreSQL's own programs take it: in variables, so that no password is on a command line.</summary>
internal static class LibpqEnvironment
{
    public static IReadOnlyDictionary<string, string?> Of(NpgsqlConnectionStringBuilder connection, string service) => new Dictionary<string, string?>
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
        // Whatever else this process was started with must not lead elsewhere.
        ["PGSERVICE"] = null,
        ["PGHOSTADDR"] = null,
        ["PGTARGETSESSIONATTRS"] = null,
        ["LC_ALL"] = "C",
    };

    private static string Mode(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
