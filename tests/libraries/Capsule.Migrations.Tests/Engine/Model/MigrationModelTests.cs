using Capsule.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Capsule.Migrations.Tests.Engine.Model;

/// <summary>
/// Whatever is run, killed, edited, renamed, repaired and undone, the history says what the steps did, each exactly once, and a refusal
/// says how to go on. A failure prints its seed for <c>CAPSULE_TEST_SEED</c> (docs/development.md).
/// </summary>
public sealed class MigrationModelTests
{
    [Fact]
    public Task History_and_effects_agree_after_every_command() => RunAsync(schedules: 12);

    [Fact, Trait("Category", "Soak")]
    public Task History_and_effects_agree_after_every_command_of_a_thousand_schedules() => RunAsync(schedules: 1000);

    // FsCheck waits for each schedule, on a thread that the schedule does not need.
    private static Task RunAsync(int schedules) =>
        Task.Factory.StartNew(
            () =>
                Prop.ForAll(Command.Sequences, commands => ModelRun.RunAsync(commands).GetAwaiter().GetResult())
                    .Check(
                        Config.QuickThrowOnFailure.WithMaxTest(schedules).WithStartSize(12).WithEndSize(30).WithReplay(ReplaySeed.Read())
                    ),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
}
