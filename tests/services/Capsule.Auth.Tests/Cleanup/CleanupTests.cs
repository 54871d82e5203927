using Capsule.Auth.Accounts.Tokens;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Auth.Tests.Cleanup;

public sealed class CleanupTests
{
    // As many as need several batches, of every kind, from long ago to now. Ids follow time, as those that the service makes.
    private const string ManySessions = """
        insert into auth.sessions (id, user_id, device, methods, scopes, token_hashes, created_at, expires_at, revoked_at, revoked_because)
        select (lpad(to_hex((extract(epoch from made) * 1000)::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
            (select id from auth.users), kind, '{pwd}', '{account}', array['\x00'::bytea], made,
            case kind when 'expired' then now() - interval '31 days' when 'just expired' then now() - interval '29 days' else now() + interval '1 day' end,
            case kind when 'ended' then now() - interval '31 days' when 'just ended' then now() - interval '29 days' end,
            case when kind like '%ended' then 'signed-out' end
        from (select n, now() - interval '80 days' + n * interval '10 minutes' as made,
            (array['expired', 'just expired', 'ended', 'just ended', 'alive'])[1 + n % 5] as kind from generate_series(1, 6500) n) as made
        """;

    [Fact]
    public async Task Sessions_go_some_time_after_they_ended_or_expired_and_no_others_do()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.SignUpAsync();
        await auth.Database.ExecuteAsync(ManySessions);

        await auth.InScopeAsync(async services =>
        {
            var cleanup = ActivatorUtilities.CreateInstance<EndedSessions>(services);
            Assert.Equal(2600, await cleanup.RunAsync(CancellationToken.None));
            Assert.Equal(0, await cleanup.RunAsync(CancellationToken.None));
        });

        Assert.Equal(
            "alive:1300,just ended:1300,just expired:1300",
            await auth.QueryAsync<string>(
                "select string_agg(kind, ',' order by kind) from (select device || ':' || count(*) as kind from auth.sessions group by device) as kinds"
            )
        );
    }

    [Fact]
    public async Task The_service_cleans_by_itself_several_replicas_at_a_time()
    {
        (string, string)[] quick = [("Auth:Cleanup:Interval", "00:00:00.050"), ("Auth:Sessions:Retention", "10.00:00:00")];
        await using var auth = await AuthHost.StartAsync(quick);
        await using var replica = auth.StartReplica(host => AuthHost.Configure(host, quick));
        await auth.SignUpAsync("grace@example.com");
        var tokens = await auth.BeginAsync();
        await auth.SignInAsync();
        await auth.Database.ExecuteAsync(
            """
            update auth.sessions set created_at = now() - interval '30 days', expires_at = now() - interval '11 days'
            where id <> (select id from auth.sessions order by id limit 1);
            update auth.account_tokens set expires_at = now() - interval '25 hours'
            where user_id = (select id from auth.users where email = 'ada@example.com');
            """
        );

        await Eventually.TrueAsync(
            async () =>
                await auth.QueryAsync<long>("select (select count(*) from auth.sessions) + (select count(*) from auth.account_tokens)")
                == 2,
            "what is over gone"
        );

        Assert.NotNull(await auth.TryRefreshAsync(tokens.RefreshToken!));
        Assert.Equal("grace@example.com", await auth.QueryAsync<string>("select email::text from auth.account_tokens"));
    }

    [Fact]
    public async Task Expired_tokens_of_e_mails_go_a_day_later()
    {
        await using var auth = await AuthHost.StartAsync();
        await auth.Database.ExecuteAsync(
            """
            insert into auth.users (id, email, name, password_hash) select uuid_generate_v4(), 'user' || n || '@example.com', 'User', '' from generate_series(1, 2500) n;
            insert into auth.account_tokens (user_id, purpose, email, token_hash, issued_at, expires_at, used_at)
            select id, 'verify-email', email, uuid_send(id), now(), now() - interval '23 hours' - n % 2 * interval '2 hours', case when n % 3 = 0 then now() end
            from (select *, row_number() over () as n from auth.users) as users;
            """
        );

        await auth.InScopeAsync(async services =>
            Assert.Equal(1250, await ActivatorUtilities.CreateInstance<ExpiredTokens>(services).RunAsync(CancellationToken.None))
        );

        Assert.Equal(
            1250,
            await auth.QueryAsync<long>("select count(*) from auth.account_tokens where expires_at > now() - interval '24 hours'")
        );
    }
}
