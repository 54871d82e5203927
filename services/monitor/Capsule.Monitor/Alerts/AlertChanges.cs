namespace Capsule.Monitor.Alerts;

/// <summary>The changes that one check of all services made.</summary>
/// <param name="Raised">Services for which this replica raised an alert.</param>
/// <param name="Cleared">Services whose alert this replica cleared.</param>
/// <param name="Open">The number of open alerts.</param>
internal sealed record AlertChanges(IReadOnlyList<string> Raised, IReadOnlyList<string> Cleared, long Open);
