using Microsoft.Extensions.Options;

namespace Capsule.Messaging;

/// <summary>Reports every invalid setting by name.</summary>
internal sealed class MessagingOptionsValidation : IValidateOptions<MessagingOptions>
{
    public ValidateOptionsResult Validate(string? name, MessagingOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        Between("PrefetchCount", options.PrefetchCount, 1, ushort.MaxValue);
        Between("ConcurrentTransactions", options.ConcurrentTransactions, 1, 1000);
        Between("MessagesPerTransaction", options.MessagesPerTransaction, 1, 1000);
        Positive("ConsumerRestartAfter", options.ConsumerRestartAfter);
        Between("Retry:Limit", options.Retry.Limit, 0, 100);
        Positive("Retry:MinInterval", options.Retry.MinInterval);
        AtLeast("Retry:MaxInterval", options.Retry.MaxInterval, options.Retry.MinInterval);
        foreach (var interval in options.Redelivery.Times)
        {
            if (interval is null)
            {
                problems.AddError(
                    $"{MessagingOptions.Section}:Redelivery:Intervals is {options.Redelivery.Intervals}; it must be a "
                        + "comma-separated list of times such as 00:01:00."
                );
            }
            else
            {
                Positive("Redelivery:Intervals", interval.Value);
            }
        }

        Between("Outbox:BatchSize", options.Outbox.BatchSize, 1, 5000);
        Positive("Outbox:PollInterval", options.Outbox.PollInterval);
        Positive("Outbox:PublishTimeout", options.Outbox.PublishTimeout);
        AtLeast("Outbox:SettleTime", options.Outbox.SettleTime, TimeSpan.Zero);
        Positive("Outbox:MinRetryInterval", options.Outbox.MinRetryInterval);
        AtLeast("Outbox:MaxRetryInterval", options.Outbox.MaxRetryInterval, options.Outbox.MinRetryInterval);
        Positive("Outbox:AgeLimit", options.Outbox.AgeLimit);
        Positive("Outbox:MeasureInterval", options.Outbox.MeasureInterval);
        Positive("Outbox:Retention", options.Outbox.Retention);
        Positive("InboxRetention", options.InboxRetention);
        AtLeast("PartitionLength", options.PartitionLength, TimeSpan.FromMinutes(1));
        AtLeast("PartitionsAhead", options.PartitionsAhead, options.PartitionLength);
        Positive("CleanupInterval", options.CleanupInterval);
        return problems.Build();

        void Between(string setting, int value, int min, int max)
        {
            if (value < min || value > max)
            {
                problems.AddError($"{MessagingOptions.Section}:{setting} is {value}; it must be from {min} to {max}.");
            }
        }

        void Positive(string setting, TimeSpan value)
        {
            if (value <= TimeSpan.Zero)
            {
                problems.AddError($"{MessagingOptions.Section}:{setting} is {value}; it must be greater than zero.");
            }
        }

        void AtLeast(string setting, TimeSpan value, TimeSpan min)
        {
            if (value < min)
            {
                problems.AddError($"{MessagingOptions.Section}:{setting} is {value}; it must be at min {min}.");
            }
        }
    }
}
