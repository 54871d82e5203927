using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Monitor.Events;

internal sealed class EventCountConfiguration : IEntityTypeConfiguration<EventCount>
{
    public void Configure(EntityTypeBuilder<EventCount> counts)
    {
        // The key serves both the upsert and the query over a range of hours; a hypertable requires its time column in the key.
        counts.HasKey(count => new { count.Type, count.Hour });
        counts.Property(count => count.Type).HasMaxLength(EventCount.TypeLength);
        counts.ToTable(table => table.HasCheckConstraint("ck_event_counts_count", "count > 0"));
    }
}
