using System.Globalization;
using System.Runtime.ExceptionServices;
using Capsule.Data;
using Npgsql;

namespace Capsule.Backups;

/// <summary>Takes a backup. The dump and the manifest come from the same snapshot, whatever is written meanwhile.</summary>
internal sealed class BackupWriter(NpgsqlConnectionStringBuilder owner, BackupOptions options)
{
    // Level 1 takes a third of the time of gzip's default, for a dump that is some tenths larger.
    private const string Compression = "--compress=1";

    /// <summary>Takes the backup.</summary>
    /// <exception cref="BackupException">pg_dump is missing or failed, or the folder is not writable.</exception>
    public async Task<Backup> WriteAsync(CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        await using var holder = await OpenAsync(cancellationToken);
        var program = await PostgresProgram.FindAsync("pg_dump", holder.PostgreSqlVersion.Major, options, cancellationToken);
        var catalog = new BackupCatalog(options.Folder, options.Service);
        using var partial = PartialBackup.Begin(catalog, options.Clock.GetUtcNow());

        try
        {
            await WriteAsync(holder, program, partial.Folder, start, cancellationToken);
            return catalog.Read(partial.Complete());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(
                BackupFault.Failed,
                $"The backup cannot be written to {catalog.Folder}: {exception.Message}",
                exception
            );
        }
    }

    private async Task WriteAsync(
        NpgsqlConnection holder,
        PostgresProgram program,
        string folder,
        long start,
        CancellationToken cancellationToken
    )
    {
        await holder.ExecuteAsync("begin isolation level repeatable read read only", cancellationToken);
        var snapshot = await holder.ScalarAsync<string>("select pg_export_snapshot()", cancellationToken);
        await UnreadableTable.RequireNoneAsync(holder, cancellationToken);
        var manifest = await DescribeAsync(holder, program, cancellationToken);
        await ReportOtherSchemasAsync(holder, cancellationToken);
        options.Progress($"dumping {owner.Database} with {options.Jobs} jobs");
        var tables = await DumpAsync(program, Backup.DumpIn(folder), snapshot, cancellationToken);
        var after = await SequenceContent.ReadAsync(holder, cancellationToken);
        await holder.ExecuteAsync("rollback", cancellationToken);

        var files = await BackupFiles.ListAsync(Backup.DumpIn(folder), options.Jobs, cancellationToken);
        await ManifestFile.WriteAsync(
            folder,
            manifest with
            {
                Tables = tables,
                Sequences =
                [
                    .. manifest.Sequences.Select(sequence =>
                        sequence with
                        {
                            NextAfter = after.GetValueOrDefault((sequence.Schema, sequence.Name), sequence.NextAfter),
                        }
                    ),
                ],
                Files = files,
                DumpBytes = files.Sum(file => file.Bytes),
                Milliseconds = (long)options.Clock.GetElapsedTime(start).TotalMilliseconds,
            },
            cancellationToken
        );
    }

    private async Task ReportOtherSchemasAsync(NpgsqlConnection holder, CancellationToken cancellationToken)
    {
        var others = await OtherSchemas.ReadAsync(holder, options.Schema, cancellationToken);
        if (others.Count > 0)
        {
            var names = string.Join(", ", others.Select(other => other.Name));
            options.Progress($"{owner.Database} also holds the tables of {names}; the backup contains them too");
        }
    }

    private async Task<BackupManifest> DescribeAsync(NpgsqlConnection holder, PostgresProgram program, CancellationToken cancellationToken)
    {
        var sequences = await SequenceContent.ReadAsync(holder, cancellationToken);
        return new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            Service = options.Service,
            Database = holder.Database,
            Schema = options.Schema,
            TakenAt = options.Clock.GetUtcNow(),
            Milliseconds = 0,
            ServerVersion = holder.PostgreSqlVersion.ToString(),
            DumpVersion = program.Major,
            DatabaseBytes = await holder.ScalarAsync<long>("select pg_database_size(current_database())", cancellationToken),
            DumpBytes = 0,
            Migrations = await MigrationsAsync(holder, cancellationToken),
            Properties = await PropertiesContent.ReadAsync(holder, cancellationToken),
            Extensions = await PropertiesContent.ExtensionsAsync(holder, cancellationToken),
            Roles = await PropertiesContent.RolesAsync(holder, cancellationToken),
            Tables = [],
            Sequences =
            [
                .. sequences
                    .Select(next => new BackedUpSequence(next.Key.Schema, next.Key.Name, next.Value, next.Value))
                    .OrderBy(sequence => sequence.Schema, StringComparer.Ordinal)
                    .ThenBy(sequence => sequence.Name, StringComparer.Ordinal),
            ],
            Files = [],
        };
    }

    /// <summary>Dumps and hashes concurrently; when one fails, the other is cancelled.</summary>
    private async Task<IReadOnlyList<BackedUpTable>> DumpAsync(
        PostgresProgram program,
        string folder,
        string snapshot,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tables = TableContent.ReadAsync(token => OpenInAsync(snapshot, token), options.Jobs, stop.Token);
        var dump = RunAsync(program, folder, snapshot, stop.Token);
        var first = await Task.WhenAny(tables, dump);
        if (!first.IsCompletedSuccessfully)
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(tables, dump)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (first.Exception is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
        }

        await dump;
        return await tables;
    }

    private async Task RunAsync(PostgresProgram program, string folder, string snapshot, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--format=directory",
            $"--jobs={options.Jobs.ToString(CultureInfo.InvariantCulture)}",
            $"--snapshot={snapshot}",
            $"--file={folder}",
            Compression,
            "--no-password",
        ];
        var run = await ProgramRun.RunAsync(program.Path, arguments, LibpqEnvironment.Of(owner, options.Service), cancellationToken);
        if (run.ExitCode != 0)
        {
            throw new BackupException(BackupFault.Failed, $"pg_dump of {owner.Database} ended with {run.ExitCode}: {run.Error}");
        }

        run.ReportWarnings(options.Progress);
    }

    private async Task<IReadOnlyList<string>> MigrationsAsync(NpgsqlConnection holder, CancellationToken cancellationToken)
    {
        var history = SqlText.Identifier(options.Schema, options.HistoryTable);
        return await holder.ScalarAsync<bool>("select to_regclass($1) is not null", cancellationToken, history)
            ? await holder.RowsAsync(
                $"select migration_id from {history} order by position('/' in migration_id) = 0, migration_id collate \"C\"",
                row => row.GetString(0),
                cancellationToken
            )
            : [];
    }

    private async Task<NpgsqlConnection> OpenInAsync(string snapshot, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        await connection.ExecuteAsync(
            $"begin isolation level repeatable read read only; set transaction snapshot '{snapshot}'",
            cancellationToken
        );
        return connection;
    }

    private Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        DatabaseSession.OpenAsync(owner, $"{options.Service}-backup", cancellationToken);
}
