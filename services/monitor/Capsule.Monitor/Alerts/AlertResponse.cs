namespace Capsule.Monitor.Alerts;

/// <summary>An alert.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">What kind of alert, e.g. <c>outbox-age</c>.</param>
/// <param name="Service">The service that it is about.</param>
/// <param name="RaisedAt">When it was noticed (UTC).</param>
/// <param name="ClearedAt">When it was seen to be over (UTC); null while it is open.</param>
/// <param name="Detail">What the service said when it was raised.</param>
public sealed record AlertResponse(Guid Id, string Name, string Service, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, string Detail);
