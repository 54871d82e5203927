using Capsule.Contracts.Catalogue;

namespace Capsule.Monitor.Alerts;

/// <summary>Settings of section <c>Monitor:Watch</c>.</summary>
internal sealed class WatchOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Monitor:Watch";

    /// <summary>The services to check, comma-separated, by their names in service discovery.</summary>
    public string Services { get; set; } = string.Join(',', ServiceCatalogue.Names);

    /// <summary>How often the services are checked.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The timeout of one check.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Maximum age of the oldest event in an outbox before an alert is raised.</summary>
    public TimeSpan OutboxAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Returns <see cref="Services"/> without duplicates, ordered by name.</summary>
    public string[] ServiceNames() =>
        [
            .. Services
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
}
