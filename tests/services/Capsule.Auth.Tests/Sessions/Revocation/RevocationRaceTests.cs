namespace Capsule.Auth.Tests.Sessions.Revocation;

/// <summary>What begins sessions races with what ends them: no session that began before survives.</summary>
public sealed class RevocationRaceTests
{
    public static TheoryData<Revocation> All => [.. Enum.GetValues<Revocation>()];

    [Theory]
    [MemberData(nameof(All))]
    public Task No_session_survives_a_revocation_that_runs_while_it_begins(Revocation revocation) =>
        RevocationRace.RunAsync(revocation, rounds: 8);

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Category", "Soak")]
    public Task No_session_survives_a_thousand_revocations(Revocation revocation) =>
        RevocationRace.RunAsync(revocation, rounds: 1000 / All.Count);
}
