using System.Globalization;
using Npgsql;

namespace Aspire.Hosting.Embedded;

/// <summary>A PostgreSQL cluster of its own, reachable on the loopback interface only.</summary>
internal sealed class PostgresServer(ServerSite site, PostgresSettings settings) : EmbeddedServer(site)
{
    // The kernel limits the path of a socket to 107 bytes.
    private const int LongestSocketFolder = 90;

    private readonly string? _wanted = PostgresPrograms.VersionOfTag(settings.Tag);
    private readonly string _connection = new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = site.Port,
        Username = settings.User,
        Password = settings.Password,
        Database = "postgres",
        Pooling = false,
        Timeout = 5,
    }.ConnectionString;

    /// <inheritdoc/>
    public override ServerPackage Package => _wanted is null ? new("postgresql") : new($"postgresql-{_wanted}", "postgresql");

    /// <inheritdoc/>
    public override string UserName => "postgres";

    /// <summary>A "fast" stop: ends sessions, writes a checkpoint.</summary>
    public override int StopSignal => Native.SigInt;

    /// <inheritdoc/>
    public override bool IsInstalled => Programs is not null;

    private PostgresPrograms? Programs => PostgresPrograms.Find(_wanted, Site);

    /// <inheritdoc/>
    protected override async Task<ChildProcess> StartInAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        var programs = Programs!;
        if (_wanted is not null && programs.Version != _wanted)
        {
            Site.Say($"PostgreSQL {_wanted} is not on this machine: running {programs.Version} in its place.");
        }

        await CreateClusterAsync(programs, folder, cancellationToken);
        DeleteLocks(folder);
        return await ChildProcess.StartAsync(
            new ChildStart(programs.Postgres, ["-D", folder["data"], .. Configuration(programs, folder).SelectMany(line => new[] { "-c", line }), .. settings.Arguments])
            {
                WorkingDirectory = folder.Path,
                User = User,
            },
            Site.Log);
    }

    /// <inheritdoc/>
    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync("select 1", cancellationToken);
            return true;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new DistributedApplicationException(
                $"{Site.Resource}: the cluster in {Folder?.Path} was made with another user or password than '{settings.User}' and the one given. " +
                "A cluster keeps those it was made with: set the parameters back to them, or delete the folder with all its data.", error);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        foreach (var database in settings.Databases)
        {
            // Asked first: a refused create would be an error in the server's log at every start on existing data.
            await using var exists = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection);
            exists.Parameters.AddWithValue(database);
            if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
            {
                var name = database.Replace("\"", "\"\"", StringComparison.Ordinal);
                await using var create = new NpgsqlCommand($"create database \"{name}\"", connection);
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    // Nobody is in the folder any more, but a killed postmaster looks alive to its successor until init has reaped it.
    private static void DeleteLocks(DataFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path, ".s.PGSQL.*").Append(folder["data/postmaster.pid"]))
        {
            File.Delete(file);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CreateClusterAsync(PostgresPrograms programs, DataFolder folder, CancellationToken cancellationToken)
    {
        if (File.Exists(folder["data/PG_VERSION"]))
        {
            var version = (await File.ReadAllTextAsync(folder["data/PG_VERSION"], cancellationToken)).Trim();
            if (programs.Version.Length > 0 && char.IsAsciiDigit(programs.Version[0]) && version != programs.Version)
            {
                throw new DistributedApplicationException(
                    $"{Site.Resource}: the cluster in {folder.Path} is of PostgreSQL {version}, this machine would run {programs.Version}. " +
                    $"Install postgresql-{version} and set the image's tag to it, or delete the folder with all its data.");
            }

            return;
        }

        // Made aside and renamed, so that a kill leaves no half-made cluster.
        if (Directory.Exists(folder["data.new"]))
        {
            Directory.Delete(folder["data.new"], recursive: true);
        }

        folder.Write("password", settings.Password + "\n", User);
        string[] durability = folder.IsTemporary ? ["--no-sync"] : [];
        var (exitCode, output) = await ChildProcess.RunAsync(
            new ChildStart(
                programs.InitDb,
                ["-D", folder["data.new"], "-U", settings.User, $"--pwfile={folder["password"]}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", .. durability])
            {
                WorkingDirectory = folder.Path,
                User = User,
            },
            cancellationToken);
        File.Delete(folder["password"]);
        if (exitCode != 0)
        {
            throw new DistributedApplicationException($"{Site.Resource}: initdb ended with code {exitCode}:\n{output}");
        }

        Directory.Move(folder["data.new"], folder["data"]);
    }

    private List<string> Configuration(PostgresPrograms programs, DataFolder folder)
    {
        var libraries = new List<string> { "pg_stat_statements" };
        if (settings.Timescale)
        {
            libraries.Insert(0, "timescaledb");
            if (!programs.HasLibrary("timescaledb"))
            {
                Site.Say("TimescaleDB is not installed on this machine: running plain PostgreSQL.");
            }
        }

        List<string> configuration =
        [
            string.Create(CultureInfo.InvariantCulture, $"port={Site.Port}"),
            "listen_addresses=127.0.0.1",
            $"unix_socket_directories={(folder.Path.Length > LongestSocketFolder ? "" : folder.Path)}",
            $"shared_preload_libraries={string.Join(',', libraries.Where(programs.HasLibrary))}",
            "max_connections=200",
        ];
        if (folder.IsTemporary)
        {
            configuration.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        }

        return configuration;
    }
}
