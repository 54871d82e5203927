using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// An empty database beside a service's own, with the same encoding and collation; dropped when disposed.
/// </summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    // Name of the database, "_drift_", seconds since 1970 and a random number in hexadecimal: the name contains the age, so that
    // a scratch database always has one.
    private const string Infix = "_drift_";
    private const int LongestName = 63;
    private const int Digits = 8;

    private static readonly TimeSpan Leftover = TimeSpan.FromHours(1);

    private readonly NpgsqlConnectionStringBuilder _live;
    private readonly MigrationOptions _options;

    private ScratchDatabase(NpgsqlConnectionStringBuilder live, MigrationOptions options, string name)
    {
        _live = live;
        _options = options;
        Owner = new NpgsqlConnectionStringBuilder(live.ConnectionString) { Database = name };
    }

    /// <summary>Connects to it as the owner.</summary>
    public NpgsqlConnectionStringBuilder Owner { get; }

    /// <summary>Creates one through <paramref name="connection"/>, which <paramref name="live"/> opened.</summary>
    /// <exception cref="MigrationException">The owner may not create databases.</exception>
    public static async Task<ScratchDatabase> CreateAsync(
        NpgsqlConnection connection,
        NpgsqlConnectionStringBuilder live,
        MigrationOptions options,
        CancellationToken cancellationToken
    )
    {
        var scratch = new ScratchDatabase(live, options, NewName(connection.Database, options.Clock));
        try
        {
            var settings = await SettingsAsync(connection, cancellationToken);
            await ExecuteAsync(
                connection,
                $"create database {SqlText.Identifier(scratch.Owner.Database!)} template template0 {settings}",
                cancellationToken
            );
            return scratch;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException(
                MigrationErrorKind.Configuration,
                $"drift builds a scratch database beside {connection.Database}, which the role {SqlText.Identifier(live.Username!)} may not create: "
                    + $"{exception.MessageText}. Let a superuser run: alter role {SqlText.Identifier(live.Username!)} createdb",
                exception
            );
        }
        catch
        {
            // The server may have created the database although the command was stopped.
            await scratch.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Drops scratch databases of killed runs that are older than an hour and have no session; returns their names.
    /// </summary>
    public static async Task<IReadOnlyList<string>> DropLeftoversAsync(
        NpgsqlConnection connection,
        MigrationOptions options,
        CancellationToken cancellationToken
    )
    {
        var before = (options.Clock.GetUtcNow() - Leftover).ToUnixTimeSeconds();
        var dropped = new List<string>();
        foreach (var name in await NamesAsync(connection, cancellationToken))
        {
            var made = long.Parse(name.AsSpan(name.Length - (2 * Digits), Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (made > before)
            {
                continue;
            }

            try
            {
                await ExecuteAsync(connection, $"drop database if exists {SqlText.Identifier(name)} with (force)", cancellationToken);
                dropped.Add(name);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                options.Progress($"the scratch database {name} is left over and cannot be dropped: {exception.MessageText}");
            }
        }

        return dropped;
    }

    /// <summary>Drops the database on a new connection, because the one that created it may still run a statement.</summary>
    public async ValueTask DisposeAsync()
    {
        await using var connection = await OwnerConnection.OpenAsync(_live, _options, CancellationToken.None);
        await ExecuteAsync(
            connection,
            $"drop database if exists {SqlText.Identifier(Owner.Database!)} with (force)",
            CancellationToken.None
        );
    }

    private static string NewName(string database, TimeProvider clock) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Stem(database)}{clock.GetUtcNow().ToUnixTimeSeconds():x8}{RandomNumberGenerator.GetHexString(Digits, lowercase: true)}"
        );

    private static string Stem(string database)
    {
        var room = LongestName - Infix.Length - (2 * Digits);
        return (database.Length > room ? database[..room] : database) + Infix;
    }

    private static async Task<string> SettingsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            select format('encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(encoding), datcollate, datctype)
                   || case when to_jsonb(d) ->> 'datlocprovider' = 'i' then
                        format(' locale_provider icu icu_locale %L', coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale')) else '' end
              from pg_database d where datname = current_database()
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // By force afterwards, because workers of extensions (TimescaleDB has one in each database) would keep it for ever.
        const string Sql = """
            select coalesce(array_agg(datname::text order by datname), '{}')
              from pg_database d
             where datname ~ $1 and pg_has_role(datdba, 'member')
               and not exists (select from pg_stat_activity a where a.datid = d.oid and a.usesysid is not null
                                and coalesce(a.backend_type, 'client backend') = 'client backend')
            """;
        var stem = Stem(connection.Database);
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = $"^{Regex.Escape(stem)}[0-9a-f]{{{2 * Digits}}}$" } },
        };
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
