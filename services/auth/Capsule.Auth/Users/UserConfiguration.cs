using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Capsule.Auth.Users;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    /// <summary>The unique index of addresses, by whose name a duplicate is recognised.</summary>
    public const string UniqueEmail = "ix_users_email";

    /// <summary>
    /// Whether a row was refused because another user has the address. The index decides between two requests at the same time.
    /// </summary>
    public static bool IsTakenEmail(PostgresException? exception) =>
        exception is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: UniqueEmail };

    public void Configure(EntityTypeBuilder<User> users)
    {
        users.Property(user => user.Id).HasDefaultValueSql("uuid_generate_v4()").ValueGeneratedNever();
        users.Property(user => user.Email).HasColumnType("citext").IsRequired();
        users.Property(user => user.EmailConfirmed).HasColumnName("email_verified");
        users.Property(user => user.Name).HasMaxLength(User.MaxNameLength);

        // A request that has checked a password fails to write the user when the password was changed or the account closed meanwhile.
        users.Property(user => user.SecurityStamp).IsConcurrencyToken();
        users.Property(user => user.Active).HasDefaultValue(true);
        users.Property(user => user.AccountVersion).HasDefaultValue(1);
        users.Property(user => user.TimeZone).HasDefaultValue("UTC").HasMaxLength(64);
        users.Property(user => user.Locale).HasDefaultValue("en").HasMaxLength(35);
        users
            .Ignore(user => user.UserName)
            .Ignore(user => user.NormalizedUserName)
            .Ignore(user => user.NormalizedEmail)
            .Ignore(user => user.LockoutEnabled)
            .Ignore(user => user.ConcurrencyStamp)
            .Ignore(user => user.PhoneNumber)
            .Ignore(user => user.PhoneNumberConfirmed);
        users.HasIndex(user => user.Email).IsUnique().HasDatabaseName(UniqueEmail);

        // For UserSearch: the few users who may not sign in. UserSearchSql has its indexes over expressions.
        users.HasIndex(user => user.Id).HasFilter("not active").HasDatabaseName("ix_users_inactive").IsCreatedConcurrently();
        users.ToTable(table =>
        {
            table.HasCheckConstraint("ck_users_email", $"email like '%_@_%' and length(email) <= {User.MaxEmailLength}");
            table.HasCheckConstraint("ck_users_name", "length(trim(name)) > 0");
        });
    }
}
