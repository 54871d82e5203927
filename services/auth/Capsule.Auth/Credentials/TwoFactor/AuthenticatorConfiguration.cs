using Capsule.Auth.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Credentials.TwoFactor;

internal sealed class AuthenticatorConfiguration : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> authenticators)
    {
        authenticators.ToTable("authenticators");
        authenticators.HasKey(authenticator => authenticator.UserId);
        authenticators.Property(authenticator => authenticator.LastStep).HasDefaultValue(0L);
        authenticators
            .HasOne<User>()
            .WithOne()
            .HasForeignKey<Authenticator>(authenticator => authenticator.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
