using System.Diagnostics;
using System.Globalization;
using Capsule.Backups;
using Capsule.Bench;
using Capsule.Bench.Backup;
using Capsule.Testing;
using Npgsql;

// Measures `backup verify` (files, restore, comparison, drop) next to pg_restore alone, in turn, on the same backup with the same number of
// jobs.
const double Goal = 1.2;
var megabytes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;

Machine.PrintHeader("backup", $"dotnet run -c Release --project bench/Capsule.Bench.Backup -- {megabytes} {rounds}");
using var folder = new BenchFolder();
await using var database = await TestDatabase.CreateAsync();
await FilledDatabase.FillAsync(database.ConnectionString, megabytes * 1_000_000L);

var owner = new NpgsqlConnectionStringBuilder(database.ConnectionString);
var options = new BackupOptions
{
    Service = "bench",
    Schema = "bench",
    HistoryTable = "none",
    Folder = folder.Path,
};
var backups = new ServiceBackups(owner, options);
var watch = Stopwatch.StartNew();
var backup = await backups.TakeAsync();
Print(
    $"create: {watch.Elapsed.TotalSeconds:F1} s, {backup.Manifest!.DumpBytes / 1e6:F0} MB, {backup.Manifest.Tables.Sum(table => table.Rows)} rows, {options.Jobs} jobs"
);

// Other load only makes a run slower, so the fastest run of each is the best estimate.
var (fastestAlone, fastestVerify) = (double.MaxValue, double.MaxValue);
for (var round = 1; round <= rounds; round++)
{
    var alone = await BareRestore.MeasureAsync(owner, backup.Dump, options.Jobs);
    watch.Restart();
    var verified = await backups.VerifyAsync(backup);
    var whole = watch.Elapsed.TotalSeconds;
    (fastestAlone, fastestVerify) = (Math.Min(fastestAlone, alone), Math.Min(fastestVerify, whole));
    Print(
        $"round {round}: pg_restore alone {alone:F1} s; verify {whole:F1} s, of that its restore {verified.RestoreMilliseconds / 1000.0:F1} s; ratio {whole / alone:F2}"
    );
}

Print(
    $"fastest verify {fastestVerify:F1} s, fastest pg_restore alone {fastestAlone:F1} s: ratio {fastestVerify / fastestAlone:F2} (goal: at most {Goal:F1})"
);
return fastestVerify <= Goal * fastestAlone ? 0 : 1;

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
