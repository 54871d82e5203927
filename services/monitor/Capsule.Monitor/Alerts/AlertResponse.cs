namespace Capsule.Monitor.Alerts;

/// <summary>An alert.</summary>
/// <param name="Id">The alert's identifier.</param>
/// <param name="Name">The kind of alert, e.g. <c>outbox-age</c>.</param>
/// <param name="Service">The affected service.</param>
/// <param name="RaisedAt">When the condition was detected (UTC).</param>
/// <param name="ClearedAt">When the condition was found to have ended (UTC); null while the alert is open.</param>
/// <param name="Detail">What the service reported when the alert was raised.</param>
public sealed record AlertResponse(Guid Id, string Name, string Service, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, string Detail);
