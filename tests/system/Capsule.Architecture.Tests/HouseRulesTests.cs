using System.Text.Json;
using System.Text.RegularExpressions;
using Capsule.Contracts.Catalogue;

namespace Capsule.Architecture.Tests;

public sealed partial class HouseRulesTests
{
    private const string SchemaEngine = "libraries/Capsule.Migrations/Capsule.Migrations.csproj";

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Capsule.sln")).Replace('\\', '/');

        var missing = Repository
            .Projects.Where(project => !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal))
            .Select(project => project.Path);

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_service_of_the_catalogue_has_an_API_and_a_bundle_and_there_are_no_others()
    {
        var services = Repository.Projects.Where(project => project.IsIn("services")).Select(project => project.Path);

        var expected = ServiceCatalogue.All.SelectMany(service =>
            new[] { service.Project, service.BundleProject }.Select(project => $"{service.Folder}/{project}/{project}.csproj")
        );
        Assert.Equal(expected.Order(StringComparer.Ordinal), services.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_service_references_another_service()
    {
        foreach (var project in Repository.Projects.Where(project => project.IsIn("services")))
        {
            var ownFolder = string.Join('/', project.Path.Split('/').Take(2)) + "/";

            var foreign = Repository
                .Closure(project)
                .Where(path =>
                    path.StartsWith("services/", StringComparison.Ordinal) && !path.StartsWith(ownFolder, StringComparison.Ordinal)
                );

            Assert.True(!foreign.Any(), $"{project.Path} reaches {string.Join(", ", foreign)}");
        }
    }

    [Fact]
    public void Services_reference_neither_bundles_nor_the_AppHost()
    {
        var services = Repository.Projects.Where(project => project.IsIn("services") && !IsBundle(project));

        foreach (var service in services)
        {
            Assert.DoesNotContain(
                Repository.Closure(service),
                path =>
                    path.Contains(".Migrations/", StringComparison.Ordinal)
                    || path.StartsWith("Capsule.AppHost/", StringComparison.Ordinal)
                    || path.Contains("Aspire.Hosting", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Libraries_and_service_defaults_reference_no_service()
    {
        var shared = Repository.Projects.Where(project => project.IsIn("libraries") || project.IsIn("Capsule.ServiceDefaults"));

        foreach (var project in shared)
        {
            Assert.DoesNotContain(Repository.Closure(project), path => path.StartsWith("services/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Only_bundles_and_tests_reference_the_schema_changing_engine()
    {
        var users = Repository.Projects.Where(project => project.ProjectReferences.Contains(SchemaEngine)).ToList();

        Assert.Equal(ServiceCatalogue.All.Count, users.Count(IsBundle));
        Assert.All(
            users,
            project =>
                Assert.True(
                    IsBundle(project) || project.IsIn("tests") || project.IsIn("bench"),
                    $"{project.Path} references {SchemaEngine}"
                )
        );
    }

    [Fact]
    public void The_command_line_runs_bundles_and_does_no_database_work_itself()
    {
        var cli = Repository.Find("Capsule.Cli");

        Assert.Empty(cli.ProjectReferences);
        Assert.Equal(["Spectre.Console", "System.CommandLine"], cli.PackageReferences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MassTransit_is_referenced_by_Capsule_Messaging_alone()
    {
        var users = Repository
            .Projects.Where(project =>
                project.PackageReferences.Any(package => package.StartsWith("MassTransit", StringComparison.Ordinal))
            )
            .Where(project => !project.IsIn("tests"));

        Assert.Equal(["Capsule.Messaging"], users.Select(project => project.Name));
    }

    /// <summary>Libraries hide the clients of the broker and of Redis, so that no service can import them.</summary>
    [Theory]
    [InlineData("MassTransit")]
    [InlineData("StackExchange.Redis")]
    public void No_service_sees(string library)
    {
        var assets = Repository
            .Projects.Where(project => project.IsIn("services"))
            .Select(project => Path.Combine(Repository.Root, Path.GetDirectoryName(project.Path)!, "obj", "project.assets.json"))
            .ToList();

        Assert.NotEmpty(assets);
        Assert.All(
            assets,
            path => Assert.DoesNotContain(CompiledAgainst(path), package => package.StartsWith(library, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_event_says_when_it_occurred()
    {
        var events = ContractTypes().Where(type => !type.IsEnum).ToList();

        Assert.NotEmpty(events);
        Assert.All(events, type => Assert.Equal(typeof(DateTimeOffset), type.GetProperty("OccurredAt")?.PropertyType));
    }

    [Fact]
    public void Contracts_depend_on_nothing_and_hold_records_and_their_enums_only()
    {
        var contracts = Repository.Find("Capsule.Contracts");
        Assert.Empty(contracts.ProjectReferences);
        Assert.Empty(contracts.PackageReferences);

        var types = ContractTypes().ToList();

        Assert.NotEmpty(types);
        Assert.All(
            types,
            type =>
                Assert.True(
                    type.IsEnum
                        || (
                            type.IsSealed
                            && type.GetMethod("<Clone>$") is not null
                            && type.GetMethods().All(method => method.DeclaringType == typeof(object) || IsGenerated(method))
                        ),
                    $"{type} is not a plain sealed record"
                )
        );
    }

    [Fact]
    public void Package_versions_are_central_and_exact()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));

        var shared = VersionProperty()
            .Matches(versions)
            .ToDictionary(match => $"$({match.Groups[1].Value})", match => match.Groups[2].Value);

        Assert.All(
            PackageVersion().Matches(versions).Select(match => match.Groups[1].Value),
            version => Assert.Matches(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.]+)?$", shared.GetValueOrDefault(version, version))
        );
    }

    [Fact]
    public void No_source_names_a_connection_of_its_own() =>
        Assert.All(Sources(), path => Assert.DoesNotMatch(HardCodedConnection(), File.ReadAllText(path)));

    /// <summary>A restore and a comparison make databases of their own, never a service's.</summary>
    [Fact]
    public void Only_a_restore_and_a_comparison_create_a_database()
    {
        string[] creating = ["libraries/Capsule.Backups/Restore/NewDatabase.cs", "libraries/Capsule.Migrations/Drift/ScratchDatabase.cs"];

        var found = Sources()
            .Where(path => CreatesDatabase().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));

        Assert.Equal(creating, found.Order(StringComparer.Ordinal));
    }

    // The catalogue beside them says who publishes and consumes them.
    private static IEnumerable<Type> ContractTypes() =>
        typeof(Contracts.UserRegistered)
            .Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(Contracts.UserRegistered).Namespace);

    private static IEnumerable<string> Sources() =>
        new[] { "services", "libraries", "Capsule.ServiceDefaults" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static bool IsBundle(Project project) =>
        project.IsIn("services") && project.Name.EndsWith(".Migrations", StringComparison.Ordinal);

    // The packages whose types a project's own code can use; NuGet writes "_._" for those that it cannot.
    private static List<string> CompiledAgainst(string assets)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        return document
            .RootElement.GetProperty("targets")
            .EnumerateObject()
            .First()
            .Value.EnumerateObject()
            .Where(static library =>
                library.Value.TryGetProperty("compile", out var files)
                && files.EnumerateObject().Any(static file => !file.Name.EndsWith("/_._", StringComparison.Ordinal))
            )
            .Select(static library => library.Name)
            .ToList();
    }

    private static bool IsGenerated(System.Reflection.MethodInfo method) =>
        method.IsSpecialName || method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), inherit: false);

    [GeneratedRegex("<(\\w+Version)>([^<]+)</")]
    private static partial Regex VersionProperty();

    [GeneratedRegex("PackageVersion Include=\"[^\"]+\" Version=\"([^\"]+)\"")]
    private static partial Regex PackageVersion();

    [GeneratedRegex("\"Host=[^{\"]*;|(postgres(ql)?|amqps?)://(?!user:password@)[^{<…\"]*@", RegexOptions.IgnoreCase)]
    private static partial Regex HardCodedConnection();

    [GeneratedRegex("CREATE DATABASE\\s", RegexOptions.IgnoreCase)]
    private static partial Regex CreatesDatabase();
}
