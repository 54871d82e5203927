using Capsule.Testing;
using Npgsql;

namespace Capsule.Auth.Tests.Audit;

public sealed class AuditChainTests
{
    // Across a border of partitions, with texts that could be taken for one another's.
    private const string Write = """
        select auth.maintain_audit_log('90 days');
        insert into auth.audit_pending (event, occurred_at, actor_id, user_agent, address, data)
        select 'session.began', date_trunc('month', now()) + interval '1 month' + make_interval(secs => n - 5.5), uuid_generate_v4(), repeat('é', n), '::1', '{"a": 1, "b": null}'
        from generate_series(1, 10) n;
        insert into auth.audit_pending (event, target_id) values ('user.locked-out', uuid_generate_v4());
        select auth.chain_audit_log(4), auth.chain_audit_log(1000);
        """;

    [Theory]
    [InlineData("update auth.audit_log set data = '{}' where sequence = 4", "changed", 4)]
    [InlineData("update auth.audit_log set updated_at = now() + interval '1 second' where sequence = 4", "changed", 4)]
    [InlineData("update auth.audit_log set target_id = null where sequence = 1", "changed", 1)]
    [InlineData("update auth.audit_log set hash = sha256(hash) where sequence = 4", "changed", 4)]
    [InlineData("update auth.audit_log set address = '::2' where sequence = 11", "changed", 11)]
    [InlineData("delete from auth.audit_log where sequence = 1", "removed", 1)]
    [InlineData("delete from auth.audit_log where sequence = 6", "removed", 6)]
    [InlineData("delete from auth.audit_log where sequence = 7", "removed", 7)]
    [InlineData("delete from auth.audit_log where sequence = 11", "truncated", 11)]
    [InlineData("delete from auth.audit_log where sequence > 6", "truncated", 7)]
    [InlineData("delete from auth.audit_log", "truncated", 1)]
    [InlineData(
        "with gone as (delete from auth.audit_log where sequence = 5) update auth.audit_log set sequence = sequence - 1 where sequence > 5",
        "changed",
        5
    )]
    [InlineData(
        "update auth.audit_log l set actor_id = o.actor_id, user_agent = o.user_agent from auth.audit_log o where (l.sequence, o.sequence) in ((3, 4), (4, 3))",
        "changed",
        3
    )]
    [InlineData(
        "insert into auth.audit_log (sequence, hash, occurred_at, event) select 5, hash, occurred_at + interval '1 microsecond', event from auth.audit_log where sequence = 5",
        "out-of-order",
        5
    )]
    [InlineData(
        "insert into auth.audit_log (sequence, hash, occurred_at, event) select 12, hash, occurred_at, event from auth.audit_log where sequence = 11",
        "changed",
        12
    )]
    public async Task Whatever_is_done_to_the_log_is_found(string tampering, string kind, long sequence)
    {
        await using var database = await AuthHost.DatabaseAsync();
        await database.ExecuteAsync(Write);
        var before = await database.VerifyAsync();
        Assert.Equal((11, 11, null), (before.Rows, before.Head, before.Damage));
        Assert.True(await database.ScalarAsync<long>("select count(distinct tableoid) from auth.audit_log") > 1);

        await database.TamperAsync(tampering);

        var after = await database.VerifyAsync();
        Assert.Equal((kind, sequence), (after.Damage?.Kind, after.Damage?.Sequence));
    }

    [Fact]
    public async Task A_tail_that_was_cut_off_with_its_head_is_found_by_a_head_that_was_noted()
    {
        await using var database = await AuthHost.DatabaseAsync();
        await database.ExecuteAsync(Write);
        var noted = (await database.VerifyAsync()).HeadHash;
        await database.ExecuteAsync("insert into auth.audit_pending (event) values ('user.locked-out'); select auth.chain_audit_log(1)");
        Assert.Null((await database.VerifyAsync(noted)).Damage);

        await database.TamperAsync(
            """
            delete from auth.audit_log where sequence > 8;
            update auth.audit_head h set sequence = l.sequence, hash = l.hash, occurred_at = l.occurred_at from auth.audit_log l where l.sequence = 8
            """
        );

        Assert.Null((await database.VerifyAsync()).Damage);
        Assert.Equal("head-not-found", (await database.VerifyAsync(noted)).Damage?.Kind);
    }

    [Theory]
    [InlineData("update auth.audit_log set data = '{}'")]
    [InlineData("delete from auth.audit_log")]
    [InlineData("truncate auth.audit_log")]
    [InlineData("update auth.{partition} set data = '{}'")]
    [InlineData("delete from auth.{partition}")]
    [InlineData("truncate auth.{partition}")]
    public async Task Not_even_the_owner_changes_it(string sql)
    {
        await using var database = await AuthHost.DatabaseAsync();
        await database.ExecuteAsync(Write);

        var refused = await Assert.ThrowsAsync<PostgresException>(async () =>
            await database.ExecuteAsync(sql.Replace("{partition}", await PartitionAsync(database), StringComparison.Ordinal))
        );

        Assert.StartsWith("audit_log is append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Null((await database.VerifyAsync()).Damage);
    }

    [Theory]
    [InlineData("insert into auth.audit_log (sequence, hash, occurred_at, event) values (12, '', now(), 'user.registered')")]
    [InlineData("update auth.audit_log set data = '{}'")]
    [InlineData("delete from auth.audit_log")]
    [InlineData("truncate auth.audit_log")]
    [InlineData("insert into auth.{partition} (sequence, hash, occurred_at, event) values (12, '', now(), 'user.registered')")]
    [InlineData("delete from auth.{partition}")]
    [InlineData("update auth.audit_pending set data = '{}'")]
    [InlineData("delete from auth.audit_pending")]
    [InlineData("insert into auth.audit_pending (event, occurred_at) values ('user.registered', '2020-01-01')")]
    [InlineData("insert into auth.audit_pending (event, created_at) values ('user.registered', '2020-01-01')")]
    [InlineData("insert into auth.audit_pending (event, updated_at) values ('user.registered', '2020-01-01')")]
    [InlineData("update auth.audit_head set retention = '2 months'")]
    [InlineData("delete from auth.audit_head")]
    public async Task The_APIs_role_may_add_events_and_read(string sql)
    {
        await using var database = await AuthHost.DatabaseAsync();
        await database.ExecuteAsync(Write);
        await using var api = NpgsqlDataSource.Create(database.ConnectionStringFor("auth_user", ServiceHost.ApiPassword));
        await using var command = api.CreateCommand(sql.Replace("{partition}", await PartitionAsync(database), StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        await using var allowed = api.CreateCommand(
            "insert into auth.audit_pending (event) values ('user.registered'); select auth.chain_audit_log(9); select count(*) from auth.audit_log"
        );
        await allowed.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task The_APIs_role_has_no_right_on_partitions_that_are_made_later()
    {
        await using var database = await AuthHost.DatabaseAsync();

        Assert.True(await database.ScalarAsync<int>("select auth.maintain_audit_log('400 days')") > 5);

        Assert.Equal(
            0L,
            await database.ScalarAsync<long>(
                """
                select count(*) from pg_inherits where inhparent = 'auth.audit_log'::regclass
                and has_table_privilege('auth_user', inhrelid, 'select, insert, update, delete, truncate')
                """
            )
        );
    }

    [Fact]
    public async Task Many_writers_and_chainers_at_once_leave_one_chain_without_gaps()
    {
        await using var database = await AuthHost.DatabaseAsync();
        await using var api = NpgsqlDataSource.Create(
            database.ConnectionStringFor("auth_user", ServiceHost.ApiPassword) + ";Maximum Pool Size=8"
        );

        await Task.WhenAll(
            Enumerable
                .Range(0, 400)
                .Select(async number =>
                {
                    await using var command = api.CreateCommand(
                        number % 4 == 0
                            ? "select auth.chain_audit_log(7)"
                            : "insert into auth.audit_pending (event) values ('user.registered')"
                    );
                    await command.ExecuteNonQueryAsync();
                })
        );
        await database.ExecuteAsync("select auth.chain_audit_log(1000)");

        var report = await database.VerifyAsync();
        Assert.Equal((300, 300, 0, null), (report.Rows, report.Head, report.Pending, report.Damage));
    }

    [Fact]
    public async Task Months_that_are_kept_no_longer_go_and_the_rest_stays_a_chain()
    {
        await using var database = await AuthHost.DatabaseAsync();
        await database.ExecuteAsync(
            """
            insert into auth.audit_pending (event, occurred_at) select 'user.registered', now() - make_interval(days => 40 * n) from generate_series(0, 9) n;
            select auth.maintain_audit_log('90 days'); select auth.chain_audit_log(100);
            update auth.audit_head set retention = '100 days'
            """
        );

        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<int>("select auth.maintain_audit_log('90 days')") == 0,
            "nothing is left to do"
        );
        await database.ExecuteAsync("select auth.chain_audit_log(100)");

        var report = await database.VerifyAsync();
        Assert.Null(report.Damage);
        Assert.True(report.First > 5, $"the first is {report.First}");
        Assert.True(await database.ScalarAsync<bool>("select min(occurred_at) > now() - interval '131 days' from auth.audit_log"));
        Assert.Equal(
            report.First - 1,
            await database.ScalarAsync<long>(
                "select (data ->> 'through')::bigint from auth.audit_log where event = 'audit-log.trimmed' order by sequence desc limit 1"
            )
        );
    }

    private static async Task<string> PartitionAsync(TestDatabase database) =>
        (await database.ScalarAsync<string>("select tableoid::regclass::name::text from auth.audit_log where sequence = 1"))!.Replace(
            "auth.",
            "",
            StringComparison.Ordinal
        );
}
