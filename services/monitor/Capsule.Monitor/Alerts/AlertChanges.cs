namespace Capsule.Monitor.Alerts;

/// <summary>What one look at the services changed.</summary>
/// <param name="Raised">Services for which an alert was raised, by this replica.</param>
/// <param name="Cleared">Services whose alert was cleared, by this replica.</param>
/// <param name="Open">How many alerts are open now.</param>
internal sealed record AlertChanges(IReadOnlyList<string> Raised, IReadOnlyList<string> Cleared, long Open);
