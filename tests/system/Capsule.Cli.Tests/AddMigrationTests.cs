namespace Capsule.Cli.Tests;

public sealed class AddMigrationTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task It_needs_a_checkout_a_known_service_and_EFs_tool()
    {
        using var empty = new BundleFolder();
        using var checkout = new FakeCheckout();

        var outside = await CapsuleRun.InAsync(empty.Path, Nothing, "db", "add", "AddX", "--service", "one");
        var unknown = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "add", "AddX", "--service", "none");
        var without = await CapsuleRun.InAsync(
            checkout.Path,
            new Dictionary<string, string> { ["PATH"] = "/nowhere" },
            "db",
            "add",
            "AddX",
            "--service",
            "one",
            "--json"
        );

        Assert.Equal((78, 64, 78), (outside.Code, unknown.Code, without.Code));
        Assert.Contains("there is no Capsule.sln in this folder or above it", outside.Error);
        Assert.Contains("Known: one.", unknown.Error);
        Assert.Contains("dotnet tool install --global dotnet-ef --version 10.0.15", without.Document.GetProperty("error").GetString());
    }

    [Fact]
    public async Task It_scaffolds_with_the_tool_and_writes_the_lock_file()
    {
        using var checkout = new FakeCheckout();
        var tools = AddTool(
            checkout,
            """
            echo "$*" > "$(dirname "$0")/seen"
            touch Migrations/2_$3.cs Migrations/2_$3.Designer.cs; echo "// more" >> Migrations/1_Initial.cs
            """
        );

        var run = await CapsuleRun.InAsync(checkout.Path, tools, "db", "add", "AddX", "--service", "one", "--json");

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal("2_AddX", run.Document.GetProperty("migration").GetString());
        Assert.Equal(
            ["1_Initial.cs", "2_AddX.Designer.cs", "2_AddX.cs", "migrations.lock"],
            run.Document.GetProperty("files")
                .EnumerateArray()
                .Select(file => Path.GetFileName(file.GetString())!)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal("migrations add AddX --no-build\n", await File.ReadAllTextAsync(Path.Combine(checkout.Path, ".tools", "seen")));
        Assert.Equal("locked", await File.ReadAllTextAsync(Path.Combine(checkout.Project, "Migrations", "migrations.lock")));
    }

    [Fact]
    public async Task A_step_that_fails_is_named_with_what_it_said()
    {
        using var checkout = new FakeCheckout();
        var tools = AddTool(checkout, "echo 'The name is used.'; exit 3");

        var run = await CapsuleRun.InAsync(checkout.Path, tools, "db", "add", "AddX", "--service", "one");

        Assert.Equal(3, run.Code);
        Assert.EndsWith(
            "capsule: dotnet-ef migrations add failed for one (exit code 3):\n  The name is used.\n",
            run.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_lock_file_can_be_written_without_a_new_migration()
    {
        using var checkout = new FakeCheckout();

        var first = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "lock");
        var again = await CapsuleRun.InAsync(checkout.Path, Nothing, "db", "lock", "one", "--json");

        Assert.True(first.Code == 0, first.Error);
        Assert.Equal("one: services/one/Capsule.One.Migrations/Migrations/migrations.lock was updated\n", first.Output);
        Assert.Equal("locked", await File.ReadAllTextAsync(Path.Combine(checkout.Project, "Migrations", "migrations.lock")));
        Assert.False(again.Document.GetProperty("services")[0].GetProperty("changed").GetBoolean());
    }

    private static Dictionary<string, string> AddTool(FakeCheckout checkout, string script)
    {
        var folder = Directory.CreateDirectory(Path.Combine(checkout.Path, ".tools")).FullName;
        Script.Write(Path.Combine(folder, "dotnet-ef"), script);
        return new() { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" };
    }
}
