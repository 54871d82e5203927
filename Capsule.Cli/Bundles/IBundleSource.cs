using Capsule.Cli.Output;

namespace Capsule.Cli.Bundles;

/// <summary>Where bundles come from.</summary>
internal interface IBundleSource
{
    /// <summary>The services that have one, in the order of their names.</summary>
    IReadOnlyList<string> Services { get; }

    /// <summary>
    /// The variables that <paramref name="service"/> has in development, when nothing else says where its database is; none for published
    /// bundles.
    /// </summary>
    IReadOnlyDictionary<string, string> DevelopmentVariables(string service);

    /// <summary>The built bundles of <paramref name="services"/>.</summary>
    /// <exception cref="CliException">One of them cannot be built.</exception>
    Task<IReadOnlyList<Bundle>> GetAsync(
        IReadOnlyList<string> services,
        Action<ServiceProgress> progress,
        CancellationToken cancellationToken
    );
}
