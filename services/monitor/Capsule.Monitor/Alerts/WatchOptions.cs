using Capsule.Contracts.Catalogue;

namespace Capsule.Monitor.Alerts;

/// <summary>Settings of section <c>Monitor:Watch</c>.</summary>
internal sealed class WatchOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Monitor:Watch";

    /// <summary>The services that are asked, comma-separated, by the names under which service discovery knows them.</summary>
    public string Services { get; set; } = string.Join(',', ServiceCatalogue.Names);

    /// <summary>How often they are asked.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How old the oldest event in an outbox may be before an alert is raised.</summary>
    public TimeSpan OutboxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary><see cref="Services"/>, each once, in order of their names.</summary>
    public string[] ServiceNames() =>
        [
            .. Services
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
}
