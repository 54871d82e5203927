using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Messaging;

/// <summary>The tables <c>outbox_messages</c>, <c>inbox_messages</c> and <c>dead_letters</c>, with their functions and triggers.</summary>
public sealed class MessagingSchema() : LibrarySchema(OutboxSql.Library, new DataSchema())
{
    /// <inheritdoc/>
    protected override void Map(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        modelBuilder.Entity<OutboxMessage>(Outbox);
        modelBuilder.Entity<InboxMessage>(Inbox);
        modelBuilder.Entity<DeadLetter>(DeadLetters);
    }

    private static void Outbox(EntityTypeBuilder<OutboxMessage> outbox)
    {
        outbox.ToTable("outbox_messages", table => table.ExcludeFromMigrations());
        outbox.HasKey(message => message.Id);
        outbox.Property(message => message.Id).ValueGeneratedNever();
        outbox.Property(message => message.Sequence).UseIdentityAlwaysColumn();
        outbox.Property(message => message.Payload).HasColumnType("jsonb");
        outbox.Property(message => message.Attempts).HasDefaultValue(0);
        outbox.Property(message => message.NextAttemptAt).HasDefaultValueSql("current_timestamp");
    }

    private static void Inbox(EntityTypeBuilder<InboxMessage> inbox)
    {
        inbox.ToTable("inbox_messages", table => table.ExcludeFromMigrations());
        inbox.HasKey(message => new { message.MessageId, message.Consumer });
    }

    private static void DeadLetters(EntityTypeBuilder<DeadLetter> letters)
    {
        letters.ToTable("dead_letters", table => table.ExcludeFromMigrations());
        letters.HasKey(letter => letter.Id);
        letters.Property(letter => letter.Id).ValueGeneratedNever();
        letters.Property(letter => letter.Headers).HasColumnType("jsonb");
    }
}
