using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Monitor.Alerts;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alerts)
    {
        // One open alert, however many replicas raise it: what AlertTable's statements rely on, and the list of open ones.
        alerts.HasIndex(alert => new { alert.Name, alert.Service }, "ix_alerts_open").IsUnique().HasFilter("cleared_at is null");

        // The list, newest first.
        alerts.HasIndex(alert => new { alert.RaisedAt, alert.Id });
    }
}
