using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Checks indexes that are built or dropped outside a transaction. A build that fails or is killed leaves an invalid index of its name,
/// which IF NOT EXISTS takes for a finished one.
/// </summary>
internal sealed class ConcurrentIndexes(NpgsqlConnection connection, MigrationOptions options)
{
    private const string Find = """
        select i.indisvalid as is_valid, i.indrelid = t.oid as is_of_table, format('%I.%I', n.nspname, c.relname) as name,
               (select p.pid from pg_stat_progress_create_index p where p.index_relid = i.indexrelid) as builder
          from pg_class t
          join pg_class c on c.relnamespace = t.relnamespace and c.relname = (parse_ident(@index))[1]
          join pg_namespace n on n.oid = c.relnamespace
          join pg_index i on i.indexrelid = c.oid
         where t.oid = to_regclass(@table)
        """;

    // Not those of a partitioned table, which are invalid until all partitions have theirs, and not those that somebody else builds now.
    private const string Invalid = """
        select format('%I.%I', n.nspname, c.relname)
          from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
         where not i.indisvalid and c.relkind = 'i'
           and not exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid and p.pid <> pg_backend_pid())
        """;

    /// <summary>
    /// Prepares the way for a statement: an invalid index of the name that it creates is dropped. Returns whether an earlier run, cut off
    /// in this statement, had finished it.
    /// </summary>
    /// <exception cref="StepFailedException">The statement may not run now.</exception>
    public async Task<bool> IsDoneAsync(MigrationStep step, StepPlace place, CancellationToken cancellationToken)
    {
        if (!ConcurrentStatement.TryRead(step.Statements[0], out var statement))
        {
            return false;
        }

        if (statement.IsDrop)
        {
            return place.WasCutOff && !await ExistsAsync(statement.Index!, cancellationToken);
        }

        if (statement.Index is null)
        {
            throw Failure(
                step,
                place,
                "CREATE INDEX CONCURRENTLY needs a name for the index, so that a build that was cut off can be found"
            );
        }

        if (await FindAsync(statement, cancellationToken) is not { IsOfTable: true } found)
        {
            return false;
        }

        if (found.Builder is { } pid)
        {
            throw Failure(step, place, $"session {pid} is building the index {found.Name} now; wait for it and run migrate again");
        }

        if (!found.IsValid)
        {
            options.Progress($"{place.Migration}: drops the invalid index {found.Name}, which a build that failed has left");
            await using var drop = new NpgsqlCommand($"drop index concurrently {found.Name}", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }

        return found.IsValid && place.WasCutOff;
    }

    /// <summary>Returns the names of all invalid indexes of the database.</summary>
    public async Task<IReadOnlySet<string>> InvalidAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Invalid, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Checks that a statement left no invalid index, and the one that it creates.</summary>
    /// <exception cref="StepFailedException">An index is invalid or missing.</exception>
    public async Task CheckAsync(MigrationStep step, StepPlace place, IReadOnlySet<string> before, CancellationToken cancellationToken)
    {
        if ((await InvalidAsync(cancellationToken)).FirstOrDefault(name => !before.Contains(name)) is { } invalid)
        {
            throw Failure(step, place, $"the index {invalid} is invalid after the statement");
        }

        if (
            ConcurrentStatement.TryRead(step.Statements[0], out var statement)
            && !statement.IsDrop
            && await FindAsync(statement, cancellationToken) is not { IsOfTable: true, IsValid: true }
        )
        {
            throw Failure(step, place, $"the table {statement.Table} has no valid index {statement.Index} after the statement");
        }
    }

    private async Task<FoundIndex?> FindAsync(ConcurrentStatement statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Find, connection)
        {
            Parameters = { new("index", statement.Index!), new("table", statement.Table!) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new FoundIndex(
                reader.Field<string>("name"),
                reader.Field<bool>("is_valid"),
                reader.Field<bool>("is_of_table"),
                reader.IsDBNull(reader.GetOrdinal("builder")) ? null : reader.Field<int>("builder")
            )
            : null;
    }

    private async Task<bool> ExistsAsync(string index, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select to_regclass(@index) is not null", connection)
        {
            Parameters = { new("index", index) },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static StepFailedException Failure(MigrationStep step, StepPlace place, string text) =>
        new(place, step, text) { Statement = step.Statements[0] };

    private sealed record FoundIndex(string Name, bool IsValid, bool IsOfTable, int? Builder);
}
