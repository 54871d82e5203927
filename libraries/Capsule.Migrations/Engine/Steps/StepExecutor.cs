using System.Globalization;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>
/// Executes steps. A step that waits too long for a lock is rolled back, so that those who wait behind it go on, and is tried again later.
/// </summary>
internal sealed class StepExecutor(NpgsqlConnection connection, BlockingSessions blocking, MigrationOptions options)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly StepStatements _statements = new(connection, options);

    /// <summary>Runs a step and then notes: in one transaction, unless the step cannot be in one.</summary>
    /// <exception cref="StepFailedException">It failed, or the locks that it needs were held until the deadline.</exception>
    public async Task ExecuteAsync(
        MigrationStep step,
        StepPlace place,
        Func<IReadOnlyList<NpgsqlBatchCommand>> notes,
        CancellationToken cancellationToken
    )
    {
        var start = options.Clock.GetTimestamp();
        IReadOnlyList<BlockingSession> blockers = [];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await blocking.WatchAsync(
                    connection,
                    () => _statements.RunAsync(step, place, notes, cancellationToken),
                    found =>
                    {
                        blockers = found;
                        Say(place, step, found);
                    },
                    cancellationToken
                );
                return;
            }
            catch (StepFailedException failure) when (IsBlocked(failure))
            {
                var waited = options.Clock.GetElapsedTime(start);
                var pause = Pause(attempt);
                if (!MayRetry(step) || waited + pause >= options.BlockedWait)
                {
                    throw GiveUp(failure, blockers, attempt, waited);
                }

                options.Progress(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{place.Migration}: lock timeout, try {attempt + 1} follows in {pause.TotalSeconds:0.0} s; blocked by {Names(blockers)}"
                    )
                );
                await Task.Delay(pause, options.Clock, cancellationToken);
            }
        }
    }

    /// <summary>Repeats the SET and RESET statements of steps that an earlier run committed: later steps may rely on them.</summary>
    /// <exception cref="StepFailedException">One failed.</exception>
    public async Task ReplaySettingsAsync(IEnumerable<MigrationStep> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            var settings = step.Statements.Where(IsSetting).ToList();
            if (settings.Count > 0)
            {
                var replay = new MigrationStep(settings, IsTransactional: true);
                await _statements.RunAsync(replay, new StepPlace("", 0, IsNoted: true), () => [], cancellationToken);
            }
        }
    }

    private static bool IsSetting(ScriptStatement statement) =>
        statement.FirstWords is ["reset", ..] or ["set", not ("local" or "constraints" or "transaction"), ..];

    private static bool IsBlocked(StepFailedException failure) =>
        failure.InnerException
            is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected };

    // A procedure or a DO block outside a transaction may have committed a part of its work.
    private static bool MayRetry(MigrationStep step) =>
        step.IsTransactional
        || (
            step.Statements is [var statement]
            && !statement.StartsWith("call")
            && !statement.StartsWith("do")
            && !ConcurrentStatement.IsConcurrent(statement)
        );

    private static TimeSpan Pause(int attempt)
    {
        var pause = Math.Min(MaxPause.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(attempt, 10)));
        return TimeSpan.FromMilliseconds(pause * (0.75 + (Random.Shared.NextDouble() / 2)));
    }

    private void Say(StepPlace place, MigrationStep step, IReadOnlyList<BlockingSession> blockers)
    {
        if (!step.IsTransactional)
        {
            options.Progress($"{place.Migration} waits for {Names(blockers)}");
        }
    }

    private static StepFailedException GiveUp(
        StepFailedException failure,
        IReadOnlyList<BlockingSession> blockers,
        int attempts,
        TimeSpan waited
    ) =>
        new(failure.Place, failure.Step, failure.Message, failure.InnerException)
        {
            Statement = failure.Statement,
            Remark =
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"lock timeout after {attempts} {(attempts == 1 ? "try" : "tries")} in {waited.TotalSeconds:0} s, blocked by {Names(blockers)}. "
                ) + "End that session or wait for it, and run the command again; --blocked-wait sets for how long it is tried",
        };

    private static string Names(IReadOnlyList<BlockingSession> blockers) =>
        blockers.Count == 0 ? "a session that has ended since" : string.Join(", ", blockers);
}
