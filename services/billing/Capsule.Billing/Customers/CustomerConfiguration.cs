using Capsule.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Billing.Customers;

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customers)
    {
        customers.Property(customer => customer.Email).HasColumnType("citext");
        customers.Property(customer => customer.Name).HasMaxLength(200);
        customers.IsFollowedAccount();
    }
}
