using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Audit;

/// <summary>The filter of the audit log.</summary>
internal readonly record struct AuditFilter
{
    /// <summary>Only events of this actor.</summary>
    public Guid? Actor { get; init; }

    /// <summary>Only events that happened to this target.</summary>
    public Guid? Target { get; init; }

    /// <summary>Only events of this name.</summary>
    public string? Event { get; init; }

    /// <summary>Only events at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only events before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Returns why the filter is refused; null when it is valid.</summary>
    public Refusal? Refuse() =>
        this switch
        {
            { Event: { } name } when !AuditEvents.All.Contains(name) => Refusal.Validation(
                "event",
                $"must be one of {string.Join(", ", AuditEvents.All)}."
            ),
            { From: { } from, To: { } to } when from >= to => Refusal.Validation("to", "must be later than from."),
            _ => null,
        };

    /// <summary>
    /// Returns the rows, newest first. Relies on the partitions' bounds and on ix_audit_log_occurred_at_sequence, or on the indexes that
    /// have actor_id, target_id or event before the same columns.
    /// </summary>
    public IQueryable<AuditRecord> Of(IQueryable<AuditRecord> rows, AuditKey? after)
    {
        var (actor, target, name) = (Actor, Target, Event);
        rows = actor is null ? rows : rows.Where(row => row.ActorId == actor);
        rows = target is null ? rows : rows.Where(row => row.TargetId == target);
        rows = name is null ? rows : rows.Where(row => row.Event == name);
        if (From?.ToUniversalTime() is { } from)
        {
            rows = rows.Where(row => row.OccurredAt >= from);
        }

        if (To?.ToUniversalTime() is { } to)
        {
            rows = rows.Where(row => row.OccurredAt < to);
        }

        if (after is { OccurredAt: var at, Sequence: var sequence })
        {
            // The first condition lets PostgreSQL skip partitions.
            rows = rows.Where(row =>
                row.OccurredAt <= at
                && EF.Functions.LessThan(ValueTuple.Create(row.OccurredAt, row.Sequence), ValueTuple.Create(at, sequence))
            );
        }

        return rows.OrderByDescending(row => row.OccurredAt).ThenByDescending(row => row.Sequence);
    }
}
