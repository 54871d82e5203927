using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Messaging;

/// <summary>Maps entities that follow accounts.</summary>
public static class FollowedAccountModel
{
    private const int StateLength = 20;

    /// <summary>Makes the user unique and stores the account's state by its name.</summary>
    public static EntityTypeBuilder<TAccount> IsFollowedAccount<TAccount>(this EntityTypeBuilder<TAccount> accounts)
        where TAccount : FollowedAccount
    {
        ArgumentNullException.ThrowIfNull(accounts);

        accounts.HasIndex(account => account.UserId).IsUnique();
        accounts.Property(account => account.AccountVersion).HasDefaultValue(0);
        accounts.Property(account => account.AccountState).HasConversion<string>().HasMaxLength(StateLength).HasDefaultValueSql("'Active'");
        return accounts;
    }
}
