using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Capsule.Messaging;

/// <summary>Adds the tables of this library to a service's model.</summary>
public static class OutboxAndInboxModel
{
    /// <summary>
    /// Adds <c>outbox_messages</c>, <c>inbox_messages</c> and <c>dead_letters</c> to the model's default schema. The migration that creates
    /// them should also run <see cref="MessagePartitionSql.Partition"/>, <see cref="MessagePartitionSql.MaintainByIndex"/>,
    /// <see cref="MessagePartitionSql.MaintainWithoutCompiling"/>, <see cref="PartitionSql.DropAtOnce"/> and <see cref="OutboxSql.CreateNotifyTrigger"/>.
    /// </summary>
    public static ModelBuilder AddOutboxAndInbox(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);

        modelBuilder.Entity<OutboxMessage>(Outbox);
        modelBuilder.Entity<InboxMessage>(Inbox);
        modelBuilder.Entity<DeadLetter>(DeadLetters);
        return modelBuilder;
    }

    private static void Outbox(EntityTypeBuilder<OutboxMessage> outbox)
    {
        outbox.ToTable("outbox_messages");
        outbox.HasKey(message => message.Id);
        outbox.Property(message => message.Id).ValueGeneratedNever();
        outbox.Property(message => message.Sequence).UseIdentityAlwaysColumn();
        outbox.Property(message => message.Payload).HasColumnType("jsonb");
        outbox.Property(message => message.Attempts).HasDefaultValue(0);
        outbox.Property(message => message.NextAttemptAt).HasDefaultValueSql("current_timestamp");

        // What OutboxTable's statements rely on: due messages, an earlier message of a key. That attempts are not negative, which they never
        // are, keeps the planner from looking for an earlier message of a key among all that are due, when its statistics say that none is.
        outbox.HasIndex(message => new { message.NextAttemptAt, message.Sequence }, "ix_outbox_messages_due")
            .HasFilter("delivered_at is null and attempts >= 0");
        outbox.HasIndex(message => new { message.OrderingKey, message.Sequence }, "ix_outbox_messages_ordering_key")
            .HasFilter("delivered_at is null and ordering_key is not null");
    }

    private static void Inbox(EntityTypeBuilder<InboxMessage> inbox)
    {
        inbox.ToTable("inbox_messages");
        inbox.HasKey(message => new { message.MessageId, message.Consumer });
    }

    private static void DeadLetters(EntityTypeBuilder<DeadLetter> letters)
    {
        letters.ToTable("dead_letters");
        letters.HasKey(letter => letter.Id);
        letters.Property(letter => letter.Id).ValueGeneratedNever();
        letters.Property(letter => letter.Headers).HasColumnType("jsonb");

        // What DeadLetterTable's statements rely on: due messages, the row that a message has already.
        letters.HasIndex(letter => letter.RedeliverAt, "ix_dead_letters_due").HasFilter("redeliver_at is not null");
        letters.HasIndex(letter => new { letter.Consumer, letter.MessageId }, "ix_dead_letters_message").IsUnique().HasFilter("message_id is not null");
    }
}
