using System.Text.Json;

namespace Capsule.Auth.Audit;

/// <summary>A row of the audit log in the answers of the API.</summary>
/// <param name="Sequence">The sequence number, from 1 without gaps.</param>
/// <param name="Id">Identifier.</param>
/// <param name="OccurredAt">When it happened, UTC.</param>
/// <param name="Event">What happened.</param>
/// <param name="ActorId">Who did it; null when that is not proved, or the service did it itself.</param>
/// <param name="TargetId">Whom or what it happened to.</param>
/// <param name="SessionId">The session that it happened in or to.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="UserAgent">The user agent of the request.</param>
/// <param name="Data">Further details.</param>
/// <param name="Hash">The hash that the next row is chained to, in hexadecimal.</param>
public sealed record AuditResponse(
    long Sequence,
    Guid Id,
    DateTimeOffset OccurredAt,
    string Event,
    Guid? ActorId,
    Guid? TargetId,
    Guid? SessionId,
    string? Address,
    string? UserAgent,
    JsonElement Data,
    string Hash
);
