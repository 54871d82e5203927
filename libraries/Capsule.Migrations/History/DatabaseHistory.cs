using Npgsql;

namespace Capsule.Migrations;

/// <summary>What a database tells of its migrations.</summary>
/// <param name="Entries">The rows of <c>schema_history</c>, oldest first.</param>
/// <param name="Applied">Names in EF Core's history, those of libraries' steps among them.</param>
internal sealed record DatabaseHistory(IReadOnlyList<HistoryEntry> Entries, IReadOnlySet<string> Applied)
{
    /// <summary>Takes the lock, makes both tables where they are not there, and reads them.</summary>
    /// <exception cref="BundleException">Another migrator held the lock until the deadline.</exception>
    public static async Task<DatabaseHistory> LockAsync(
        NpgsqlConnection connection,
        MigrationOptions options,
        CancellationToken cancellationToken
    )
    {
        await MigrationLock.TakeAsync(connection, options, cancellationToken);
        await using var command = new NpgsqlCommand(
            SchemaHistory.CreateSql(options.SchemaName) + AppliedHistory.CreateSql(options.SchemaName),
            connection
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
        return await ReadAsync(connection, options, cancellationToken);
    }

    /// <summary>Reads both; what is not there is empty.</summary>
    public static async Task<DatabaseHistory> ReadAsync(
        NpgsqlConnection connection,
        MigrationOptions options,
        CancellationToken cancellationToken
    )
    {
        var live = await LiveHistory.ReadAsync(connection, options.SchemaName, null, cancellationToken);
        return new DatabaseHistory(
            await new SchemaHistory(connection, options.SchemaName).ReadAsync(cancellationToken),
            live.Applied.ToHashSet(StringComparer.Ordinal)
        );
    }

    /// <summary>What EF Core, an SQL script or an earlier Capsule applied, and has no row of ours yet.</summary>
    public IReadOnlyList<KnownMigration> Foreign(IReadOnlyList<KnownMigration> known)
    {
        return
        [
            .. Applied
                .Where(name =>
                    string.CompareOrdinal(name.Split('_', 2)[0], Baseline(MigrationChain.LibraryOf(name))) > 0
                    && Entries.LastOrDefault(entry => entry.Name == name) is not { Type: HistoryEntryType.Migration, Success: true }
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
