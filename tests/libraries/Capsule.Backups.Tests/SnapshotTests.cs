using Npgsql;

namespace Capsule.Backups.Tests;

public sealed class SnapshotTests
{
    [Fact]
    public async Task A_backup_taken_while_writers_are_at_work_is_of_one_moment()
    {
        await using var run = await BackupRun.CreateAsync();
        using var stop = new CancellationTokenSource();
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WriteAsync(run.ConnectionString, stop.Token)));

        var backups = new List<Backup>();
        for (var i = 0; i < 3; i++)
        {
            backups.Add(await run.Backups.TakeAsync());
        }

        await stop.CancelAsync();
        var written = (await writers).Sum();
        Assert.All(backups, backup => Assert.Equal(Rows(backup, "accounts"), Rows(backup, "orders")));
        Assert.True(Rows(backups[0], "accounts") < Rows(backups[2], "accounts"), "rows were written while backups were taken");
        Assert.True(Rows(backups[2], "accounts") <= written + 40);
        foreach (var backup in backups)
        {
            await run.Backups.VerifyAsync(backup);
        }
    }

    [Fact]
    public async Task Several_backups_begun_in_one_second_have_names_of_their_own()
    {
        await using var run = await BackupRun.CreateAsync();

        var backups = await Task.WhenAll(run.Backups.TakeAsync(), run.Backups.TakeAsync(), run.Backups.TakeAsync());

        Assert.Equal(3, backups.Select(backup => backup.Folder).Distinct().Count());
        Assert.All(run.Catalog.List(), backup => Assert.Equal(BackupState.Complete, backup.State));
        Assert.Equal(3, run.Catalog.List().Count);
    }

    private static long Rows(Backup backup, string table) => backup.Manifest!.Tables.Single(content => content.Name == table).Rows;

    /// <summary>Writes an account and its order in one transaction, again and again; returns how many.</summary>
    private static async Task<int> WriteAsync(string connectionString, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(CancellationToken.None);
        var written = 0;
        for (; !stop.IsCancellationRequested; written++)
        {
            await using var command = new NpgsqlCommand(
                """
                with a as (insert into sample.accounts (email) values (gen_random_uuid()::text) returning id)
                insert into sample.orders (account_id, amount_minor, currency) select id, 1, 'EUR' from a
                """,
                connection
            );
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }

        return written;
    }
}
