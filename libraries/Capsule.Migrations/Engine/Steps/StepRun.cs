using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// The steps of one migration on their way, and the row of <c>schema_history</c> that keeps count of them; stepsDone is null for a first
/// attempt.
/// </summary>
internal sealed class StepRun(
    NpgsqlConnection connection,
    SchemaHistory history,
    KnownMigration migration,
    IReadOnlyList<MigrationStep> steps,
    int? stepsDone,
    TimeProvider clock
)
{
    private readonly long _start = clock.GetTimestamp();

    // What is one transaction leaves no trace when it does not finish, so that a row at its end is enough.
    private readonly bool _isNoted = steps is not [{ IsTransactional: true }];

    /// <summary>Notes that a migration begins whose steps are committed one by one.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_isNoted && stepsDone is null)
        {
            await history.WriteAsync([history.Insert(migration, HistoryEntryType.Migration, success: false, 0)], cancellationToken);
        }
    }

    /// <summary>Runs a step that is not the last.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async Task StepAsync(int index, CancellationToken cancellationToken)
    {
        var left = await LeftAsync(index, cancellationToken);
        await ExecuteAsync(
            connection,
            left,
            new StepPlace(index, _isNoted),
            () => [history.Progress(migration, index + 1, Elapsed(), false)],
            cancellationToken
        );
    }

    /// <summary>Runs the last step, and notes that the migration is done; returns how long it all took in milliseconds.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async Task<long> FinishAsync(IReadOnlyList<NpgsqlBatchCommand> more, CancellationToken cancellationToken)
    {
        var left = await LeftAsync(steps.Count - 1, cancellationToken);
        await ExecuteAsync(connection, left, new StepPlace(steps.Count - 1, _isNoted), Notes, cancellationToken);
        return Elapsed();

        IReadOnlyList<NpgsqlBatchCommand> Notes() =>
            [
                _isNoted
                    ? history.Progress(migration, steps.Count, Elapsed(), true)
                    : history.Insert(migration, HistoryEntryType.Migration, true, Elapsed()),
                .. more,
            ];
    }

    /// <summary>Runs a step and then notes: in one transaction, unless the step cannot be in one.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public static async Task ExecuteAsync(
        NpgsqlConnection connection,
        MigrationStep step,
        StepPlace place,
        Func<IReadOnlyList<NpgsqlBatchCommand>> notes,
        CancellationToken cancellationToken
    )
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
            throw new StepFailedException(place, current, exception);
        }
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection,
        IReadOnlyList<NpgsqlBatchCommand> commands,
        CancellationToken cancellationToken
    )
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

    /// <summary>A step, or nothing where an earlier attempt finished it but died before it could take note.</summary>
    private async Task<MigrationStep> LeftAsync(int index, CancellationToken cancellationToken)
    {
        var step = steps[index];
        return
            index == stepsDone
            && !step.IsTransactional
            && await InterruptedIndex.IsFinishedAsync(connection, history.Schema, step.Commands[0], cancellationToken)
            ? new MigrationStep([], IsTransactional: true)
            : step;
    }

    private long Elapsed() => (long)clock.GetElapsedTime(_start).TotalMilliseconds;
}
