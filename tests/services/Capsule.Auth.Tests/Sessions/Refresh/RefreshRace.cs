namespace Capsule.Auth.Tests.Sessions.Refresh;

/// <summary>
/// A hundred requests at once with a session's present token, its parents and grandparents. Some grandparent ends the session; whatever the
/// order, every token that any of them got must be good for nothing afterwards.
/// </summary>
internal static class RefreshRace
{
    private const int AtOnce = 100;

    public static async Task RunAsync(int rounds)
    {
        await using var auth = await AuthHost.SharedAsync();
        await auth.SignUpAsync();
        var refreshed = 0;
        for (var round = 0; round < rounds; round++)
        {
            var first = (await auth.SignInAsync()).RefreshToken!;
            var second = (await auth.TryRefreshAsync(first))!.RefreshToken!;
            var present = (await auth.TryRefreshAsync(second))!.RefreshToken!;
            var thief = round % AtOnce;

            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(i =>
                        auth.TryRefreshAsync(
                            i == thief ? first
                            : i % 3 == 0 ? second
                            : present
                        )
                    )
            );

            Assert.Null(answers[thief]);
            var descendants = answers.OfType<Capsule.Auth.Tokens.TokenResponse>().Select(answer => answer.RefreshToken!).ToList();
            refreshed += descendants.Count;
            Assert.True(descendants.Distinct().Count() <= 2, "No other token than the present one and its successor.");
            Assert.All(await Task.WhenAll(descendants.Append(present).Select(auth.TryRefreshAsync)), Assert.Null);
        }

        // Else nobody would have raced.
        Assert.True(refreshed > rounds, $"Only {refreshed} refreshed in {rounds} rounds.");
        Assert.Equal(rounds, await auth.QueryAsync<long>("select count(*) from mine.sessions where revoked_because = 'reuse'"));
    }
}
