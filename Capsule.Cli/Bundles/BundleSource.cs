namespace Capsule.Cli.Bundles;

/// <summary>Finds bundles and chooses among them.</summary>
internal static class BundleSource
{
    /// <summary>
    /// Those in the folder that is given or that CAPSULE_BUNDLES names, else those of the checkout around the current folder.
    /// </summary>
    /// <exception cref="CliException">There are none.</exception>
    public static IBundleSource Find(CliHost host, string? given)
    {
        if ((given ?? host.Variable("CAPSULE_BUNDLES")) is { } folder)
        {
            return new PublishedBundles(Path.GetFullPath(folder, host.Folder));
        }

        return Checkout.Find(host) is { Services.Count: > 0 } checkout
            ? checkout
            : throw new CliException(
                ExitCode.Configuration,
                "There are no bundles: name a folder with published ones (--bundles or CAPSULE_BUNDLES), or run this in a checkout of Capsule."
            );
    }

    /// <summary>The services that are named, each once; all when none is.</summary>
    /// <exception cref="CliException">One of them is not known; names those that are.</exception>
    public static IReadOnlyList<string> Select(IBundleSource source, IReadOnlyList<string> names)
    {
        var unknown = names.Except(source.Services).ToArray();
        if (unknown.Length > 0)
        {
            var said = string.Join(", ", unknown.Select(name => $"\"{name}\""));
            throw new CliException(ExitCode.Usage, $"There is no service {said}. Known: {string.Join(", ", source.Services)}.");
        }

        return names.Count == 0 ? source.Services : [.. names.Distinct().Order(StringComparer.Ordinal)];
    }
}
