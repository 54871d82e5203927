using Npgsql;

namespace Capsule.Migrations;

/// <summary>The steps of one migration on their way, and the row of <c>schema_history</c> that keeps count of them.</summary>
internal sealed class StepRun(NpgsqlConnection connection, SchemaHistory history, KnownMigration migration, bool hasSteps, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Notes that a migration of several steps begins; one of a single step is noted when it is done.</summary>
    public async Task StartAsync(int stepsDone, CancellationToken cancellationToken)
    {
        if (hasSteps && stepsDone == 0)
        {
            await history.WriteAsync([history.Insert(migration, HistoryEntryType.Migration, success: false, 0)], cancellationToken);
        }
    }

    /// <summary>Runs a step that is not the last.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async Task StepAsync(MigrationStep step, int index, bool isResumed, CancellationToken cancellationToken)
    {
        if (!await IsDoneAsync(step, isResumed, cancellationToken))
        {
            await ExecuteAsync(connection, step, index, () => [history.Progress(migration, index + 1, Elapsed(), false)], cancellationToken);
        }
    }

    /// <summary>Runs the last step, and notes that the migration is done; returns how long it all took in milliseconds.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async Task<long> FinishAsync(
        MigrationStep step, int index, bool isResumed, IReadOnlyList<NpgsqlBatchCommand> more, CancellationToken cancellationToken)
    {
        var done = await IsDoneAsync(step, isResumed, cancellationToken) ? step with { Commands = [], IsTransactional = true } : step;
        await ExecuteAsync(connection, done, index, Notes, cancellationToken);
        return Elapsed();

        IReadOnlyList<NpgsqlBatchCommand> Notes() =>
        [
            hasSteps
                ? history.Progress(migration, index + 1, Elapsed(), true)
                : history.Insert(migration, HistoryEntryType.Migration, true, Elapsed()),
            .. more,
        ];
    }

    /// <summary>Runs a step and then notes: in one transaction, unless the step cannot be in one.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public static async Task ExecuteAsync(
        NpgsqlConnection connection, MigrationStep step, int index, Func<IReadOnlyList<NpgsqlBatchCommand>> notes, CancellationToken cancellationToken)
    {
        string? current = null;
        try
        {
            await using var transaction = step.IsTransactional ? await connection.BeginTransactionAsync(cancellationToken) : null;

            // One by one, so that a failure can be told with its command; the round trips are what psql needs too.
            foreach (var sql in step.Commands)
            {
                current = sql;
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            current = null;
            await WriteAsync(connection, notes(), cancellationToken);
            if (transaction is not null)
            {
                await transaction.CommitAsync(cancellationToken);
            }
        }
        catch (NpgsqlException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StepFailedException(index, current, exception);
        }
    }

    private static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken cancellationToken)
    {
        if (commands.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // Only the step at which the last run ended may have been done without a note of it.
    private async Task<bool> IsDoneAsync(MigrationStep step, bool isResumed, CancellationToken cancellationToken) =>
        isResumed && !step.IsTransactional && await InterruptedIndex.IsFinishedAsync(connection, history.Schema, step.Commands[0], cancellationToken);

    private long Elapsed() => (long)clock.GetElapsedTime(_start).TotalMilliseconds;
}
