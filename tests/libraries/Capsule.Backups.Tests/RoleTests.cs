namespace Capsule.Backups.Tests;

/// <summary>Owners, grants and default privileges of roles other than the one that restores.</summary>
public sealed class RoleTests
{
    // apecloud/kubeblocks-addons#3438, dimitri/pgcopydb#5: missing roles were "errors ignored on restore", which hid real failures.
    [Fact]
    [Trait("Case", "A-BAK-09")]
    public async Task Roles_that_the_server_lacks_are_all_named_before_anything_changes()
    {
        await using var run = await BackupRun.CreateAsync();
        var (legacy, reader) = await AddRolesAsync(run);
        var backup = await run.Backups.TakeAsync();
        await run.ExecuteAsync($"drop owned by {legacy}, {reader}; drop role {legacy}; drop role {reader}");
        var into = run.OtherName();

        var (code, _, error) = await run.InvokeAsync("backup", "restore", "--into", into);
        await run.ExecuteAsync($"create role {legacy}; create role {reader}");
        var again = await run.InvokeAsync("backup", "restore", backup.Id, "--into", into);

        Assert.Equal((int)Migrations.BundleExitCode.BackupFailed, code);
        Assert.Contains(
            $"The server lacks the roles \"{legacy}\", \"{reader}\" that the backup grants rights to. Create them first.",
            error
        );
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Equal(legacy, await run.ScalarAsync<string>("select tableowner::text from pg_tables where tablename = 'inherited'", into));
        Assert.True(await run.ScalarAsync<bool>($"select has_table_privilege('{reader}', 'sample.inherited', 'select')", into));
        run.AlsoDropRole(legacy);
        run.AlsoDropRole(reader);
    }

    [Fact]
    [Trait("Case", "A-BAK-09")]
    public async Task A_sequence_that_pg_restore_left_out_without_failing_is_found()
    {
        await using var run = await BackupRun.CreateAsync("create sequence sample.tickets");
        var backup = await run.Backups.TakeAsync();
        // Like --no-exit-on-error: the sequence is missing, yet the program ends with 0.
        using var program = new WrappedProgram(
            "pg_restore",
            """
            $REAL --list "${@: -1}" | grep -v 'tickets' > "$TMPDIR/list.$$"
            $REAL --use-list="$TMPDIR/list.$$" "$@"; code=$?; rm "$TMPDIR/list.$$"
            echo 'pg_restore: warning: errors ignored on restore: 1' >&2
            exit $code
            """.Replace("$TMPDIR", "${TMPDIR:-/tmp}", StringComparison.Ordinal)
        );
        var said = new List<string>();
        var into = run.OtherName();
        var backups = new ServiceBackups(run.Owner, run.Options with { ProgramFolders = program.Folders, Progress = said.Add });

        var refused = await Assert.ThrowsAsync<BackupException>(() => backups.RestoreAsync(backup, into));

        Assert.Equal("sample.tickets is missing after the restore", Assert.Single(refused.Damages).ToString());
        Assert.Contains("pg_restore: warning: errors ignored on restore: 1", said);
        Assert.False(await run.ExistsAsync(into));
    }

    [Fact]
    public async Task Default_privileges_of_another_role_are_skipped_with_a_message_unless_the_owner_may_set_them()
    {
        var (run, owner) = await LimitedOwner.CreateAsync("createdb");
        await using var disposed = run;
        var (legacy, reader) = await AddRolesAsync(run, isMember: owner.Username);
        run.AlsoDropRole(legacy);
        run.AlsoDropRole(reader);
        await run.ExecuteAsync(
            $"""
            alter default privileges for role {reader} in schema sample grant select on tables to {legacy};
            alter default privileges for role {reader} revoke execute on functions from public;
            alter default privileges for role {legacy} in schema sample grant select on tables to {reader};
            alter default privileges for role {owner.Username} in schema sample grant usage on sequences to {reader}
            """
        );
        var into = run.OtherName();

        var create = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "create");
        var verify = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "verify");
        var restore = await run.InvokeInAsync("Development", owner.ConnectionString, "backup", "restore", "--into", into);

        Assert.Equal((0, 0, 0), (create.Code, verify.Code, restore.Code));
        Assert.Contains(
            $"the default privileges for tables of the role {reader} in schema sample are skipped: "
                + "only a superuser or a member of that role may set them",
            restore.Output
        );
        Assert.Contains($"the default privileges for functions of the role {reader} are skipped", restore.Output);
        Assert.DoesNotContain($"of the role {legacy}", restore.Output);
        const string set = "select string_agg(distinct pg_get_userbyid(defaclrole)::text, ' ') from pg_default_acl";
        Assert.DoesNotContain(reader, await run.ScalarAsync<string>(set, into));
        Assert.Contains(legacy, await run.ScalarAsync<string>(set, into));
        Assert.Contains(owner.Username!, await run.ScalarAsync<string>(set, into));
    }

    [Fact]
    public async Task A_superuser_restores_the_default_privileges_of_every_role()
    {
        await using var run = await BackupRun.CreateAsync();
        var (legacy, reader) = await AddRolesAsync(run);
        run.AlsoDropRole(legacy);
        run.AlsoDropRole(reader);
        await run.ExecuteAsync($"alter default privileges for role {legacy} in schema sample grant select on tables to {reader}");
        var into = run.OtherName();

        await run.Backups.RestoreAsync(await run.Backups.TakeAsync(), into);

        const string set =
            "select string_agg(acl, ' ' order by acl) from (select pg_get_userbyid(defaclrole) || ':' || defaclacl::text acl from pg_default_acl) d";
        var before = await run.ScalarAsync<string>(set);
        Assert.Contains(legacy, before);
        Assert.Equal(before, await run.ScalarAsync<string>(set, into));
    }

    private static async Task<(string Legacy, string Reader)> AddRolesAsync(BackupRun run, string? isMember = null)
    {
        var (legacy, reader) = ($"legacy_owner_{run.Name[5..15]}", $"reader_x_{run.Name[5..15]}");
        await run.ExecuteAsync(
            $"""
            create role {legacy}; create role {reader};
            create table sample.inherited (id int); alter table sample.inherited owner to {legacy};
            grant select on sample.inherited to {reader}
            """
        );
        if (isMember is not null)
        {
            await run.ExecuteAsync($"grant {legacy} to {isMember}");
        }

        return (legacy, reader);
    }
}
