using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Credentials.Lockouts;

internal sealed class PasswordFailuresConfiguration : IEntityTypeConfiguration<PasswordFailures>
{
    public void Configure(EntityTypeBuilder<PasswordFailures> failures)
    {
        failures.ToTable("password_failures");
        failures.HasKey(row => new { row.UserId, row.Source });
        failures.Property(row => row.Source).HasMaxLength(PasswordFailures.MaxSourceLength);
        failures.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        // For the cleanup of old counts.
        failures.HasIndex(row => row.UpdatedAt);
    }
}
