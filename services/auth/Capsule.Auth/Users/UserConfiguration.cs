using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    /// <summary>The index that makes an address unique; a duplicate is recognised by its name.</summary>
    public const string UniqueEmail = "ix_users_email";

    public void Configure(EntityTypeBuilder<User> users)
    {
        users.Property(user => user.Email).HasColumnType("citext");
        users.Property(user => user.Name).HasMaxLength(RegisterUserRequest.NameLength);
        users.HasIndex(user => user.Email).IsUnique().HasDatabaseName(UniqueEmail);
        users.ToTable(table =>
        {
            table.HasCheckConstraint("ck_users_email", $"email like '%_@_%' and length(email) <= {RegisterUserRequest.EmailLength}");
            table.HasCheckConstraint("ck_users_name", "length(trim(name)) > 0");
        });
    }
}
