using System.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Reads everything that makes up a service's schema in one round trip.</summary>
/// <param name="schema">The service's schema.</param>
/// <param name="migrator">The role that owns what migrations make; its name is no difference.</param>
/// <param name="apiRole">The API's role; null when there is none.</param>
internal sealed class CatalogReader(string schema, string migrator, string? apiRole)
{
    private const int FirstProperty = 3;

    private static readonly string[] Statements =
    [
        SchemaCatalog.Schema,
        SchemaCatalog.Extensions,
        SchemaCatalog.Types,
        TableCatalog.Tables,
        TableCatalog.Columns,
        TableCatalog.Identities,
        TableCatalog.Constraints,
        TableCatalog.Indexes,
        TableCatalog.Triggers,
        TableCatalog.Policies,
        TableCatalog.Rules,
        TableCatalog.Statistics,
        ProgramCatalog.Routines,
        ProgramCatalog.Views,
        ProgramCatalog.Sequences,
        GrantCatalog.Objects,
        GrantCatalog.Columns,
        GrantCatalog.Defaults,
    ];

    /// <summary>Reads the catalog of <paramref name="connection"/>'s database, in no particular order.</summary>
    public async Task<IReadOnlyList<CatalogObject>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var found = await ReadAsync(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found;
    }

    /// <summary>Reads the catalog as <paramref name="transaction"/> sees it.</summary>
    public async Task<IReadOnlyList<CatalogObject>> ReadAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        // The server omits the schema of objects on the search path.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local search_path to public"));
        foreach (var sql in Statements)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(sql)
                {
                    Parameters =
                    {
                        new() { Value = schema },
                        new() { Value = migrator },
                        new() { Value = apiRole ?? "" },
                    },
                }
            );
        }

        var found = new List<CatalogObject>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(ObjectOf(reader));
            }
        } while (await reader.NextResultAsync(cancellationToken));
        return found;
    }

    private static CatalogObject ObjectOf(NpgsqlDataReader reader) =>
        new(
            reader.GetString(0),
            reader.GetString(1),
            Text(reader, 2),
            [
                .. Enumerable
                    .Range(FirstProperty, reader.FieldCount - FirstProperty)
                    .Select(i => new CatalogProperty(reader.GetName(i), Text(reader, i))),
            ]
        );

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
