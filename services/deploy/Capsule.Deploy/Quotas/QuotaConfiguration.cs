using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Deploy.Quotas;

internal sealed class QuotaConfiguration : IEntityTypeConfiguration<Quota>
{
    public void Configure(EntityTypeBuilder<Quota> quotas)
    {
        quotas.Property(quota => quota.Plan).HasMaxLength(50);
        quotas.IsFollowedAccount();

        // A change of plan may leave more in use than the limits allow, so the claiming statement enforces the limits and not a check
        // constraint.
        quotas.ToTable(table =>
        {
            table.HasCheckConstraint("ck_quotas_max", "max_deployments >= 0 and max_cpu_millicores >= 0 and max_memory_megabytes >= 0");
            table.HasCheckConstraint("ck_quotas_used", "used_deployments >= 0 and used_cpu_millicores >= 0 and used_memory_megabytes >= 0");
        });
    }
}
