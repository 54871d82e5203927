using Aspire.Hosting;
using Aspire.Hosting.Embedded;
using Npgsql;

namespace Capsule.Polyfills.Hosting.Tests.Embedded;

public sealed class PostgresServerTests : IDisposable
{
    private static readonly PostgresSettings Settings = new("owner", "it's a \"pass\"", ["things_db"], "library/postgres", "15");
    private readonly ServerRig _rig = new();

    [Fact]
    public async Task Keeps_its_data_and_needs_no_recovery_after_a_stop()
    {
        var site = _rig.Site("pg", "pg_data");
        var server = new PostgresServer(site, Settings);
        var process = await ServerRig.StartAsync(server);
        await ExecuteAsync(site, "create table things (id int); insert into things values (7)");

        Assert.Equal(0, await ServerRig.StopAsync(server, process));
        process = await ServerRig.StartAsync(server);

        Assert.Equal(7, await ExecuteAsync(site, "select id from things"));
        Assert.DoesNotContain(_rig.Lines, line => line.Contains("recovery", StringComparison.Ordinal));
        await ServerRig.StopAsync(server, process);
    }

    [Fact]
    public async Task Recovers_when_it_was_killed()
    {
        var site = _rig.Site("pg", "pg_data");
        var server = new PostgresServer(site, Settings);
        var process = await ServerRig.StartAsync(server);
        await ExecuteAsync(site, "create table things (id int); insert into things values (7)");

        process.Kill();
        Assert.Equal(137, await process.Exited);
        server.Dispose();
        process = await ServerRig.StartAsync(server);

        Assert.Equal(7, await ExecuteAsync(site, "select id from things"));
        await ServerRig.StopAsync(server, process);
    }

    [Fact]
    public async Task Says_what_to_do_when_the_password_is_not_that_of_the_cluster()
    {
        var site = _rig.Site("pg", "pg_data");
        var server = new PostgresServer(site, Settings);
        await ServerRig.StopAsync(server, await ServerRig.StartAsync(server));

        using var other = new PostgresServer(site, Settings with { Password = "another" });
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => ServerRig.StartAsync(other));

        Assert.Contains("set the parameters back", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_rig.Root, "pg_data"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_volume_leaves_nothing_behind()
    {
        var site = _rig.Site("pg", null);
        var server = new PostgresServer(site, Settings);
        var process = await ServerRig.StartAsync(server);
        var folder = new FileInfo($"/proc/{process.Id}/cwd").LinkTarget!;

        await ServerRig.StopAsync(server, process);

        Assert.False(Directory.Exists(Path.GetDirectoryName(folder)));
    }

    [Fact]
    public async Task Two_runs_never_share_a_volume()
    {
        using var first = new PostgresServer(_rig.Site("pg", "pg_data"), Settings);
        using var second = new PostgresServer(_rig.Site("pg", "pg_data"), Settings);
        var process = await ServerRig.StartAsync(first);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => ServerRig.StartAsync(second));

        Assert.Contains("in use by another run", error.Message, StringComparison.Ordinal);
        await ServerRig.StopAsync(first, process);
    }

    [Theory]
    [InlineData("15", "15")]
    [InlineData("18.1-alpine", "18")]
    [InlineData("2.24.0-pg15", "15")]
    [InlineData("latest", null)]
    public void Takes_the_version_from_the_tag(string tag, string? version) => Assert.Equal(version, PostgresPrograms.VersionOfTag(tag));

    public void Dispose() => _rig.Dispose();

    private static async Task<object?> ExecuteAsync(ServerSite site, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = site.Port, Username = Settings.User, Password = Settings.Password, Database = "things_db", Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
