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

        // For the e-mails to an address, newest first.
        emails.HasIndex(email => new { email.Recipient, email.Id });

        // For the cleanup of old e-mails.
        emails.HasIndex(email => email.CreatedAt);
    }
}
