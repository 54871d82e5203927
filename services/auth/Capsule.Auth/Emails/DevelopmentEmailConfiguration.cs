using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Auth.Emails;

internal sealed class DevelopmentEmailConfiguration : IEntityTypeConfiguration<DevelopmentEmail>
{
    public void Configure(EntityTypeBuilder<DevelopmentEmail> emails)
    {
        emails.Property(email => email.Recipient).IsCitext();
        emails.Property(email => email.Data).IsJsonb();

        // Those to an address, newest first.
        emails.HasIndex(email => new { email.Recipient, email.Id });

        // Those that are to go, for OldEmails.
        emails.HasIndex(email => email.CreatedAt);
    }
}
