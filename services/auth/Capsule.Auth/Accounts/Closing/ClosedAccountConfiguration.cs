using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Accounts.Closing;

internal sealed class ClosedAccountConfiguration : IEntityTypeConfiguration<ClosedAccount>
{
    public void Configure(EntityTypeBuilder<ClosedAccount> accounts)
    {
        accounts.ToTable("closed_accounts");
        accounts.HasKey(account => account.UserId);
        accounts.HasOne<User>().WithOne().HasForeignKey<ClosedAccount>(account => account.UserId).OnDelete(DeleteBehavior.Cascade);

        // For ClosedAccountTable: accounts that are not anonymous yet.
        accounts.HasIndex(account => account.ClosedAt).HasFilter("anonymised_at is null");
    }
}
