using Capsule.Testing;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;

namespace Capsule.Auth.Tests.Sessions.Refresh.Model;

/// <summary>
/// Whatever happens to a session, the service and <see cref="Family"/> agree. What fails is told with its seed; CAPSULE_TEST_SEED, as in
/// <c>1234,567,42</c>, runs it once more (docs/development.md).
/// </summary>
public sealed class RefreshModelTests
{
    [Fact]
    public Task Whatever_happens_to_a_session_answers_and_rows_are_those_of_the_model() => RunAsync(sequences: 60);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Whatever_happens_to_a_session_answers_and_rows_are_those_of_the_model_three_thousand_times() => RunAsync(sequences: 3000);

    private static async Task RunAsync(int sequences)
    {
        await using var auth = await AuthHost.StartAsync([
            ("Auth:Sessions:RepeatWindow", $"{Family.RepeatWindow}"),
            ("Auth:Sessions:IdleLifetime", $"{Family.IdleLifetime}"),
            ("Auth:Sessions:Lifetime", $"{Family.Lifetime}"),
            ("Auth:Sessions:Retention", "3650.00:00:00"),
            .. OtherService.Introspection,
        ]);
        await using var database = NpgsqlDataSource.Create(auth.Database.ConnectionString);
        var config = Config.QuickThrowOnFailure.WithMaxTest(sequences).WithReplay(ReplaySeed.Read());

        // FsCheck waits for each sequence: not on a thread that the service needs.
        await Task.Factory.StartNew(
            () => Prop.ForAll(Steps.Sequences, steps => FamilyRun.RunAsync(auth, database, steps).GetAwaiter().GetResult()).Check(config),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }
}
