using Capsule.Cli.Output;

namespace Capsule.Cli.Bundles;

/// <summary>A source of bundles.</summary>
internal interface IBundleSource
{
    /// <summary>The services that have a bundle, ordered by name.</summary>
    IReadOnlyList<string> Services { get; }

    /// <summary>
    /// Returns the development variables of <paramref name="service"/>, for use when no other setting names its database; none for
    /// published bundles.
    /// </summary>
    IReadOnlyDictionary<string, string> DevelopmentVariables(string service);

    /// <summary>Returns the built bundles of <paramref name="services"/>.</summary>
    /// <exception cref="CliException">A bundle cannot be built.</exception>
    Task<IReadOnlyList<Bundle>> GetAsync(
        IReadOnlyList<string> services,
        Action<ServiceProgress> progress,
        CancellationToken cancellationToken
    );
}
