using System.Text.Json;
using System.Text.RegularExpressions;
using Capsule.Contracts;
using Capsule.Contracts.Catalogue;

namespace Capsule.Architecture.Tests;

/// <summary>The list of services and the subscribers of events stand in Capsule.Contracts/Catalogue and nowhere else.</summary>
public sealed partial class CatalogueTests
{
    private static readonly string[] Production =
    [
        "services",
        "libraries",
        "bench",
        "Capsule.AppHost",
        "Capsule.Cli",
        "Capsule.ServiceDefaults",
    ];

    [Fact]
    public void No_other_source_has_a_list_of_services()
    {
        var lists = Production
            .SelectMany(Sources)
            .Select(path => (Path: path, Services: ServicesIn(File.ReadAllText(Path.Combine(Repository.Root, path)))))
            .Where(source => source.Services.Count > 1)
            .Select(source => $"{source.Path} names {string.Join(", ", source.Services)}");

        Assert.Empty(lists);
    }

    [Theory]
    [InlineData("""string[] services = ["auth", "billing"];""", 2)]
    [InlineData("""var text = "auth,deploy , monitor";""", 3)]
    [InlineData("""var project = "services/auth/Capsule.Auth"; AddProject<Projects.Capsule_Monitor>();""", 2)]
    [InlineData("""// "auth" and "billing" """, 0)]
    [InlineData("""var name = "auth"; var type = "authority"; var scope = "billing:read";""", 1)]
    public void A_list_is_found(string source, int count) => Assert.Equal(count, ServicesIn(source).Count);

    [Fact]
    public void Launch_profiles_have_the_ports_of_the_catalogue() =>
        Assert.All(
            ServiceCatalogue.All,
            service =>
            {
                var file = Path.Combine(Repository.Root, service.Folder, service.Project, "Properties", "launchSettings.json");
                using var settings = JsonDocument.Parse(File.ReadAllText(file));

                var addresses = settings
                    .RootElement.GetProperty("profiles")
                    .EnumerateObject()
                    .Select(profile => profile.Value.GetProperty("applicationUrl").GetString());

                Assert.All(addresses, address => Assert.Equal($"http://localhost:{service.ApiPort}", address));
            }
        );

    [Fact]
    public void Names_are_in_order_and_no_two_services_share_a_port()
    {
        Assert.Equal(ServiceCatalogue.Names.Order(StringComparer.Ordinal), ServiceCatalogue.Names);
        var ports = ServiceCatalogue.All.SelectMany(service => new[] { service.ApiPort, service.DatabasePort }).ToList();
        Assert.Equal(ports.Distinct(), ports);
    }

    [Fact]
    public void Every_event_is_declared_once_with_publishers_and_subscribers_that_exist()
    {
        var events = typeof(UserRegistered)
            .Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(UserRegistered).Namespace && !type.IsEnum);
        string[] known = [.. ServiceCatalogue.Names, ServiceCatalogue.EmailSender];

        Assert.Equal(
            events.OrderBy(type => type.Name),
            EventCatalogue.All.Select(subscription => subscription.Event).OrderBy(type => type.Name)
        );
        Assert.All(
            EventCatalogue.All,
            subscription =>
            {
                Assert.NotEmpty(subscription.Publishers);
                Assert.Empty(subscription.Publishers.Except(ServiceCatalogue.Names));
                Assert.NotEmpty(subscription.SubscribersIn(isDevelopment: false));
                Assert.Empty(
                    subscription.SubscribersIn(isDevelopment: false).Concat(subscription.SubscribersIn(isDevelopment: true)).Except(known)
                );
            }
        );
    }

    [Fact]
    public void An_event_is_in_the_folder_of_its_publisher() =>
        Assert.All(
            EventCatalogue.All,
            subscription =>
            {
                var folder = subscription.Publishers is [var only]
                    ? ServiceCatalogue.All.Single(service => service.Name == only).Project.Split('.')[1]
                    : "Bundles";

                Assert.True(
                    File.Exists(Path.Combine(Repository.Root, "libraries", "Capsule.Contracts", folder, $"{subscription.Event.Name}.cs")),
                    $"{subscription.Event} is not in {folder}."
                );
            }
        );

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path =>
                !path.StartsWith("libraries/Capsule.Contracts/Catalogue/", StringComparison.Ordinal)
                && !path.Split('/').Any(part => part is "bin" or "obj")
            );

    // Names in text, alone or with commas between, and names of projects.
    private static List<string> ServicesIn(string source)
    {
        var code = Comment().Replace(source, "");
        var words = Text()
            .Matches(code)
            .SelectMany(match => match.Groups[1].Value.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. ServiceCatalogue
                .All.Where(service =>
                    words.Contains(service.Name)
                    || words.Any(word => word.Split('/').Contains(service.Project))
                    || code.Contains($"Projects.{service.Project.Replace('.', '_')}", StringComparison.Ordinal)
                )
                .Select(service => service.Name),
        ];
    }

    [GeneratedRegex("^\\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        """
            "((?:\\.|[^"\\\n])*)"
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Text();
}
