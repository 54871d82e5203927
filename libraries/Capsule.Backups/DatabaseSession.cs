using Npgsql;

namespace Capsule.Backups;

/// <summary>Opens connections as the owner, without pooling.</summary>
internal static class DatabaseSession
{
    // The text of a value must not depend on settings of the server, the database or the role. With row_security off, a query fails instead
    // of omitting rows.
    private const string Settings = """
        set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1;
        set bytea_output = 'hex'; set lc_monetary = 'C'; set quote_all_identifiers = off; set search_path = pg_catalog; set row_security = off;
        set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set jit = off;
        set client_connection_check_interval = '2s'
        """;

    /// <summary>Connects to the database of <paramref name="owner"/>.</summary>
    public static async Task<NpgsqlConnection> OpenAsync(
        NpgsqlConnectionStringBuilder owner,
        string name,
        CancellationToken cancellationToken
    )
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(owner.ConnectionString)
            {
                Pooling = false,
                SearchPath = null,
                CommandTimeout = 0,
                ApplicationName = name,
            }.ConnectionString
        );
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(Settings, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Connects to the server's maintenance database, because a database cannot be renamed or dropped over a connection to itself.
    /// </summary>
    public static async Task<NpgsqlConnection> OpenServerAsync(
        NpgsqlConnectionStringBuilder owner,
        string name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await OpenAsync(On(owner, "postgres"), name, cancellationToken);
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege)
        {
            return await OpenAsync(On(owner, "template1"), name, cancellationToken);
        }
    }

    /// <summary>Returns the same connection settings for another database.</summary>
    public static NpgsqlConnectionStringBuilder On(NpgsqlConnectionStringBuilder owner, string database) =>
        new(owner.ConnectionString) { Database = database };

    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns the first value of the first row; parameters are $1 and so on.</summary>
    public static async Task<T> ScalarAsync<T>(
        this NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = connection.Command(sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Returns all rows; parameters are $1 and so on.</summary>
    public static async Task<IReadOnlyList<T>> RowsAsync<T>(
        this NpgsqlConnection connection,
        string sql,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = connection.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }
}
