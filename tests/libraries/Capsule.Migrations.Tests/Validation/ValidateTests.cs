using System.Text.Json;
using Capsule.Migrations.Tests.Chains;
using Capsule.Sample.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations.Tests.Validation;

public sealed class ValidateTests
{
    private static readonly string Sum = new('a', 64);

    [Fact]
    public async Task A_bundle_and_its_database_are_valid()
    {
        await using var run = await SampleRun.CreateAsync();
        await run.MigrateAsync();

        await using var session = await MigrationSession.OpenAsync<SampleDbContext>(
            new NpgsqlConnectionStringBuilder(run.ConnectionString),
            run.Options(),
            typeof(SampleDbContext).Assembly,
            CancellationToken.None
        );

        Assert.Empty(await MigrationValidation.FindAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task Every_finding_is_named_and_the_exit_code_is_2()
    {
        await using var run = await ChainRun.CreateAsync();
        await run.SucceedAsync<FirstAndThirdContext>("migrate");

        Assert.Equal(["unlocked", "unlocked", "unlocked", "model", "order"], await KindsAsync<AllContext>(run));
        Assert.Equal(["unlocked", "unlocked", "model", "changed"], await KindsAsync<EditedContext>(run));
        Assert.Equal(["unlocked", "model", "missing"], await KindsAsync<OnlyThirdContext>(run));
        await run.InvokeAsync<FailingContext>("migrate");
        Assert.Equal(["unlocked", "unlocked", "model", "failed"], (await KindsAsync<FailingContext>(run)).Where(kind => kind != "missing"));
    }

    [Fact]
    public async Task The_lock_file_tells_an_edit_from_an_upgrade()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var connection = new NpgsqlConnection(run.ConnectionString);
        var assembly = typeof(SampleDbContext).Assembly;
        await using var context = MigrationContext.Create<SampleDbContext>(connection, run.Options(), assembly);
        var name = "20261121105530_Initial";
        var source = MigrationSource.Checksum(assembly, name);
        var checksum = new MigrationCatalog(context, assembly).Migrations[0].Checksum;

        Assert.Equal(ChecksumState.Same, Check($"{name} {checksum} {source} {LockFile.CurrentEngine}"));
        Assert.Equal(ChecksumState.Same, Check($"{name} {checksum} {Sum} {LockFile.CurrentEngine}"));
        Assert.Equal(ChecksumState.Rebuilt, Check($"{name} {Sum} {source} 9.0.0+9.0.0"));
        Assert.Equal(ChecksumState.Edited, Check($"{name} {Sum} {source} {LockFile.CurrentEngine}"));
        Assert.Equal(ChecksumState.Edited, Check($"{name} {Sum} {Sum} 9.0.0+9.0.0"));
        Assert.Equal(ChecksumState.Unlocked, Check(""));
        Assert.Throws<MigrationException>(() => LockFile.Parse("20261121105530_Initial"));

        ChecksumState Check(string lines)
        {
            var catalog = new MigrationCatalog(context, assembly, LockFile.Parse(lines));
            return catalog.Check(catalog.Migrations[0]);
        }
    }

    [Fact]
    public async Task Until_the_lock_file_is_written_anew_an_edited_source_counts_as_what_it_does()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var connection = new NpgsqlConnection(run.ConnectionString);
        var assembly = typeof(SampleDbContext).Assembly;
        await using var context = MigrationContext.Create<SampleDbContext>(connection, run.Options(), assembly);
        var name = "20261121105530_Initial";
        var source = MigrationSource.Checksum(assembly, name);

        Assert.Equal(Sum, Known($"{name} {Sum} {source} {LockFile.CurrentEngine}"));
        Assert.Equal(Known(""), Known($"{name} {Sum} {Sum} {LockFile.CurrentEngine}"));
        Assert.NotEqual(Sum, Known(""));

        string? Known(string lines) => new MigrationCatalog(context, assembly, LockFile.Parse(lines)).Migrations[0].Checksum;
    }

    [Fact]
    public async Task The_committed_lock_file_is_what_the_command_writes()
    {
        await using var run = await SampleRun.CreateAsync();
        await using var connection = new NpgsqlConnection(run.ConnectionString);
        var assembly = typeof(SampleDbContext).Assembly;
        await using var context = MigrationContext.Create<SampleDbContext>(connection, run.Options(), assembly);

        using var reader = new StreamReader(assembly.GetManifestResourceStream(LockFile.FileName)!);

        Assert.Equal((await reader.ReadToEndAsync()).ReplaceLineEndings("\n"), new MigrationCatalog(context, assembly).WriteLock());
    }

    [Fact]
    public void What_a_migration_does_counts_and_how_it_is_written_does_not()
    {
        var original = OperationsChecksum.Of(new AllMakeA());

        Assert.Equal(original, OperationsChecksum.Of(new FirstMakeA()));
        Assert.NotEqual(original, OperationsChecksum.Of(new EditedMakeAEdited()));
        Assert.NotEqual(original, OperationsChecksum.Of(new AllMakeB()));
        Assert.NotEqual(OperationsChecksum.Of(new Column(nullable: false)), OperationsChecksum.Of(new Column(nullable: true)));
    }

    private static async Task<string[]> KindsAsync<TContext>(ChainRun run)
        where TContext : Data.ServiceDbContext
    {
        var (code, output, _) = await run.InvokeAsync<TContext>("validate", "--json");
        Assert.Equal(BundleExitCode.Findings, code);
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()!),
        ];
    }

    private sealed class Column(bool nullable) : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.AddColumn<string>("name", "users", "text", nullable: nullable).Annotation("Npgsql:X", 1);
    }
}
