using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Billing.Plans;

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> plans)
    {
        plans.Property(plan => plan.Code).HasMaxLength(50);
        plans.Property(plan => plan.Currency).HasColumnType("char(3)");
        plans.HasIndex(plan => plan.Code).IsUnique();
        plans.ToTable(table =>
        {
            table.HasCheckConstraint("ck_plans_monthly_price", "monthly_price >= 0");
            table.HasCheckConstraint("ck_plans_currency", "currency ~ '^[A-Z]{3}$'");
        });
    }
}
