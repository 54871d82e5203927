namespace Aspire.Hosting.Embedded;

/// <summary>What has to be installed for a server.</summary>
/// <param name="Names">The distribution's packages, first that exists there wins.</param>
internal sealed record ServerPackage(params IReadOnlyList<string> Names);
