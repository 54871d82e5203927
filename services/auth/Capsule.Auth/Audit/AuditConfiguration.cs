using Capsule.Auth.Web;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Audit;

internal sealed class AuditConfiguration
    : IEntityTypeConfiguration<PendingAuditEvent>,
        IEntityTypeConfiguration<AuditRecord>,
        IEntityTypeConfiguration<AuditHead>
{
    public const string PendingTable = "audit_pending";

    public void Configure(EntityTypeBuilder<PendingAuditEvent> events)
    {
        Common(events);
        // The API's role may not set the times, so that an attacker in the service cannot backdate events.
        events.ToTable(PendingTable);
        events.IsAppendOnlyForApi("occurred_at", "created_at", "updated_at");
        events.Property(pending => pending.OccurredAt).HasDefaultValueSql("clock_timestamp()");

        // The order in which they are chained.
        events.HasIndex(pending => new { pending.OccurredAt, pending.Id });
    }

    public void Configure(EntityTypeBuilder<AuditRecord> records)
    {
        Common(records);
        records.ToTable("audit_log").IsReadOnlyForApi();

        // The table is partitioned by the month of occurred_at, which every unique key must contain. It never decreases along the sequence.
        records.HasKey(record => new { record.Id, record.OccurredAt });
        records.HasIndex(record => new { record.OccurredAt, record.Sequence }).IsUnique();

        // One index for each filter, in the order of the list.
        records
            .HasIndex(record => new
            {
                record.ActorId,
                record.OccurredAt,
                record.Sequence,
            })
            .HasFilter("actor_id is not null");
        records
            .HasIndex(record => new
            {
                record.TargetId,
                record.OccurredAt,
                record.Sequence,
            })
            .HasFilter("target_id is not null");
        records.HasIndex(record => new
        {
            record.Event,
            record.OccurredAt,
            record.Sequence,
        });
    }

    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable("audit_head", table => table.HasCheckConstraint("ck_audit_head_retention", "retention >= interval '1 month'"))
            .IsReadOnlyForApi();
        head.HasKey(row => row.Only);
        head.Property(row => row.Only).HasDefaultValueSql("true").ValueGeneratedNever();
        head.ToTable(table => table.HasCheckConstraint("ck_audit_head_only", "\"only\""));
    }

    private static void Common<T>(EntityTypeBuilder<T> events)
        where T : AuditEvent
    {
        events.Property(row => row.Event).HasMaxLength(AuditEvents.MaxLength);
        events.Property(row => row.UserAgent).HasMaxLength(Caller.MaxDeviceLength);
        events.Property(row => row.Data).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
    }
}
