namespace Capsule.Monitor.Alerts;

/// <summary>A page of alerts.</summary>
/// <param name="Alerts">Newest first.</param>
/// <param name="Next">What <c>after</c> must be for the page that follows; null on the last one.</param>
public sealed record AlertPage(IReadOnlyList<AlertResponse> Alerts, Guid? Next);
