using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Monitor.Alerts;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> alerts)
    {
        // The index allows one open alert per name and service, however many replicas raise it; AlertTable's statements and the list of
        // open alerts rely on it.
        alerts.HasIndex(alert => new { alert.Name, alert.Service }, "ix_alerts_open").IsUnique().HasFilter("cleared_at is null");

        // The index serves the list of alerts, newest first.
        alerts.HasIndex(alert => new { alert.RaisedAt, alert.Id });
    }
}
