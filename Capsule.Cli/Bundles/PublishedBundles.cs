using Capsule.Cli.Output;

namespace Capsule.Cli.Bundles;

/// <summary>Bundles that were published to a folder or its subfolders.</summary>
internal sealed class PublishedBundles : IBundleSource
{
    private static readonly Dictionary<string, string> None = [];

    private readonly SortedDictionary<string, Bundle> _bundles = new(StringComparer.Ordinal);

    /// <summary>Searches a folder for bundles.</summary>
    /// <exception cref="CliException">The folder does not exist, contains no bundle, or contains two bundles of one service.</exception>
    public PublishedBundles(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CliException(ExitCode.Configuration, $"There is no folder {folder} (--bundles or CAPSULE_BUNDLES).");
        }

        foreach (var bundle in BundleFiles.In(folder).Concat(Below(folder)))
        {
            if (!_bundles.TryAdd(bundle.Service, bundle))
            {
                throw new CliException(
                    ExitCode.Configuration,
                    $"The service \"{bundle.Service}\" has two bundles: {_bundles[bundle.Service].Program} and {bundle.Program}. Name a folder with one (--bundles)."
                );
            }
        }

        if (_bundles.Count == 0)
        {
            throw new CliException(
                ExitCode.Configuration,
                $"There is no bundle in {folder}: no program Capsule.<Name>.Migrations in it or below it."
            );
        }
    }

    // Subfolders of a bundle's folder belong to the bundle; builds for a platform create such folders.
    private static IEnumerable<Bundle> Below(string folder) =>
        Directory
            .EnumerateDirectories(folder)
            .SelectMany(child => BundleFiles.In(child).ToList() is { Count: > 0 } found ? found : Below(child));

    /// <inheritdoc/>
    public IReadOnlyList<string> Services => [.. _bundles.Keys];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> DevelopmentVariables(string service) => None;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Bundle>> GetAsync(
        IReadOnlyList<string> services,
        Action<ServiceProgress> progress,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Bundle>>([.. services.Select(service => _bundles[service])]);
}
