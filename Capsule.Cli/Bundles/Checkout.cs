using Capsule.Cli.Output;

namespace Capsule.Cli.Bundles;

/// <summary>The bundles of a checkout of this repository, which are built when necessary.</summary>
internal sealed class Checkout : IBundleSource
{
    private readonly SortedDictionary<string, BundleProject> _projects = new(StringComparer.Ordinal);
    private readonly CliHost _host;
    private DevelopmentSettings? _development;

    private Checkout(string root, CliHost host)
    {
        (Root, _host) = (root, host);
        var services = Path.Combine(root, "services");
        var folders = Directory.Exists(services) ? Directory.EnumerateDirectories(services).SelectMany(Directory.EnumerateDirectories) : [];
        foreach (var path in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj")))
        {
            if (BundleFiles.ServiceOfProject(path) is { } service)
            {
                _projects[service] = new BundleProject(service, path);
            }
        }
    }

    /// <summary>The folder with Capsule.sln.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Services => [.. _projects.Keys];

    /// <summary>Returns the checkout that contains the host's folder; null when there is none.</summary>
    public static Checkout? Find(CliHost host)
    {
        for (var folder = new DirectoryInfo(host.Folder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Capsule.sln")))
            {
                return new Checkout(folder.FullName, host);
            }
        }

        return null;
    }

    /// <summary>Returns the checkout that contains the host's folder, for commands that change source files.</summary>
    /// <exception cref="CliException">The folder is not in a checkout.</exception>
    public static Checkout Require(CliHost host) =>
        Find(host)
        ?? throw new CliException(
            ExitCode.Configuration,
            "This command needs a checkout of Capsule, but there is no Capsule.sln in this folder or above it."
        );

    /// <summary>Returns the bundle's project of <paramref name="service"/>, which must be one of <see cref="Services"/>.</summary>
    public BundleProject Project(string service) => _projects[service];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> DevelopmentVariables(string service) =>
        (_development ??= DevelopmentSettings.Read(Root)).Variables(service);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Bundle>> GetAsync(
        IReadOnlyList<string> services,
        Action<ServiceProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var projects = services.Select(Project).ToArray();
        var missing = projects.Where(project => project.Current() is null).ToArray();
        if (missing.Length > 0)
        {
            await new CheckoutBuild(Root, _host, progress).RunAsync(missing, cancellationToken);
        }

        return [.. projects.Select(project => project.Built())];
    }
}
