using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// The steps that apply one migration, or take it back, on their way, and the row of <c>schema_history</c> that keeps count of them.
/// </summary>
/// <param name="executor">Executes the steps.</param>
/// <param name="history">Where they are noted.</param>
/// <param name="migration">The migration.</param>
/// <param name="type">Migration or undo.</param>
/// <param name="steps">All of its steps.</param>
/// <param name="attempt">The attempt to continue; null for a first one.</param>
/// <param name="clock">The clock.</param>
internal sealed class StepRun(
    StepExecutor executor,
    SchemaHistory history,
    KnownMigration migration,
    HistoryEntryType type,
    IReadOnlyList<MigrationStep> steps,
    HistoryEntry? attempt,
    TimeProvider clock
)
{
    private readonly long _start = clock.GetTimestamp();

    // What is one transaction leaves no trace when it does not finish, so that a row at its end is enough.
    private readonly bool _isNoted = steps is not [{ IsTransactional: true }] || attempt?.IsHalfDone == true;

    private int Done => attempt?.StepsDone ?? 0;

    /// <summary>
    /// Runs the steps that are not committed yet, each with a note; the last one together with <paramref name="more"/>. Returns how long it
    /// took in milliseconds.
    /// </summary>
    /// <exception cref="StepFailedException">A step failed; the steps before it stay.</exception>
    public async Task<long> RunAsync(IReadOnlyList<NpgsqlBatchCommand> more, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        for (var i = Done; i < steps.Count - 1; i++)
        {
            var done = i + 1;
            await executor.ExecuteAsync(steps[i], Place(i), () => [Progress(done, success: false)], cancellationToken);
        }

        var isFinished = Done >= steps.Count;
        var last = isFinished ? new MigrationStep([], IsTransactional: true) : steps[^1];
        await executor.ExecuteAsync(last, Place(steps.Count - 1), () => [Finished(), .. more], cancellationToken);
        return Elapsed();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_isNoted)
        {
            return;
        }

        if (attempt is null)
        {
            await history.WriteAsync([history.Insert(migration, type, success: false, 0)], cancellationToken);
        }
        else if (attempt.Error is not null)
        {
            // A row without an error says that the attempt was cut off, if this run is.
            await history.WriteAsync([Progress(Done, success: false)], cancellationToken);
        }

        await executor.ReplaySettingsAsync(steps.Take(Done), cancellationToken);
    }

    private StepPlace Place(int index) =>
        new(migration.Name, index, _isNoted, WasCutOff: attempt is { Error: null } && index == Done && !steps[index].IsTransactional);

    private NpgsqlBatchCommand Finished() =>
        _isNoted ? Progress(steps.Count, success: true) : history.Insert(migration, type, success: true, Elapsed());

    private NpgsqlBatchCommand Progress(int done, bool success) =>
        history.Progress(migration, type, new StepProgress([.. steps.Take(done).Select(step => step.Checksum)], Elapsed(), success));

    private long Elapsed() => (long)clock.GetElapsedTime(_start).TotalMilliseconds;
}
