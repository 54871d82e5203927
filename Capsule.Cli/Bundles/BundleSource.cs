namespace Capsule.Cli.Bundles;

/// <summary>Finds bundles and selects services.</summary>
internal static class BundleSource
{
    /// <summary>
    /// Returns the bundles in the given folder, or in the folder that CAPSULE_BUNDLES names, or in the checkout around the current folder.
    /// </summary>
    /// <exception cref="CliException">No bundles exist there.</exception>
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
                "No bundles were found: name a folder with published bundles (--bundles or CAPSULE_BUNDLES), or run this in a "
                    + "checkout of Capsule."
            );
    }

    /// <summary>Returns the named services, without duplicates; all services when none is named.</summary>
    /// <exception cref="CliException">A service is unknown; the message lists the known services.</exception>
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
