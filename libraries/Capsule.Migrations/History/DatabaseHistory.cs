using Npgsql;

namespace Capsule.Migrations;

/// <summary>The migrations of a database, as both histories record them.</summary>
/// <param name="Entries">The rows of <c>schema_history</c>, oldest first.</param>
/// <param name="Applied">Names in EF Core's history, those of libraries' steps among them.</param>
internal sealed record DatabaseHistory(IReadOnlyList<HistoryEntry> Entries, IReadOnlySet<string> Applied)
{
    /// <summary>Creates the schema and both tables where they are missing, and reads the tables; the caller holds the lock.</summary>
    /// <exception cref="MigrationException">The owner lacks the right to create them.</exception>
    public static async Task<DatabaseHistory> CreateAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        // Looked at first: IF NOT EXISTS asks for the right to create even where there is nothing to create.
        var rights = await HistoryRights.ReadAsync(connection, schema, cancellationToken);
        if (!rights.HasTables)
        {
            rights.RequireCreate(schema);
            await using var command = new NpgsqlCommand(SchemaHistory.CreateSql(schema) + AppliedHistory.CreateSql(schema), connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return await ReadAsync(connection, schema, cancellationToken);
    }

    /// <summary>Reads both tables; a missing table counts as empty.</summary>
    public static async Task<DatabaseHistory> ReadAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        var live = await LiveHistory.ReadAsync(connection, schema, null, cancellationToken);
        return new DatabaseHistory(
            await new SchemaHistory(connection, schema).ReadAsync(cancellationToken),
            live.Applied.ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>Returns migrations that EF Core, an SQL script or an earlier Capsule applied, and that have no row of ours yet.</summary>
    public IReadOnlyList<KnownMigration> Foreign(IReadOnlyList<KnownMigration> known)
    {
        return
        [
            .. Applied
                .Where(name =>
                    string.CompareOrdinal(name.Split('_', 2)[0], Baseline(MigrationChain.LibraryOf(name))) > 0
                    && Entries.LastOrDefault(entry => entry.Name == name)
                        is not ({ Type: HistoryEntryType.Migration, Success: true } or { Type: HistoryEntryType.Undo, Success: false })
                )
                .Order(StringComparer.Ordinal)
                .Select(name => known.FirstOrDefault(migration => migration.Name == name) ?? new KnownMigration(name, null, null)),
        ];
    }

    private string Baseline(string? library) =>
        Entries
            .LastOrDefault(entry => entry.Type == HistoryEntryType.Baseline && MigrationChain.LibraryOf(entry.Version) == library)
            ?.Version
        ?? "";
}
