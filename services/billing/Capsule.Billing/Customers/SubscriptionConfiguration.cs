using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Billing.Customers;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscriptions)
    {
        subscriptions.HasOne<Customer>().WithMany().HasForeignKey(subscription => subscription.CustomerId).OnDelete(DeleteBehavior.Cascade);
        subscriptions
            .HasOne(subscription => subscription.Plan)
            .WithMany()
            .HasForeignKey(subscription => subscription.PlanId)
            .OnDelete(DeleteBehavior.Restrict);

        // The index allows one running subscription per customer, and finds it.
        subscriptions
            .HasIndex(subscription => subscription.CustomerId)
            .IsUnique()
            .HasFilter("ended_at is null")
            .HasDatabaseName("ix_subscriptions_running");

        // The index finds a customer's last subscription, which a reopened account continues.
        subscriptions.HasIndex(subscription => new { subscription.CustomerId, subscription.ActivatedAt });
        subscriptions.ToTable(table => table.HasCheckConstraint("ck_subscriptions_period", "ended_at is null or ended_at >= activated_at"));
    }
}
