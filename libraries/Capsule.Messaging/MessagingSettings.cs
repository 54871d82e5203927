using Capsule.Data;

namespace Capsule.Messaging;

/// <summary>The settings of messaging that operators may change at run time.</summary>
public static class MessagingSettings
{
    private static readonly TimeSpan MinRetention = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(3650);

    /// <summary>All settings.</summary>
    public static IReadOnlyList<RuntimeSetting> All { get; } = Create(new MessagingOptions());

    private static List<RuntimeSetting> Create(MessagingOptions defaults) =>
        [
            RuntimeSetting.Period(
                $"{MessagingOptions.Section}:Outbox:Retention",
                "How long delivered events stay in the outbox.",
                defaults.Outbox.Retention,
                MinRetention,
                MaxRetention
            ),
            RuntimeSetting.Period(
                $"{MessagingOptions.Section}:InboxRetention",
                "How long the inbox remembers messages; longer than any redelivery takes.",
                defaults.InboxRetention,
                MinRetention,
                MaxRetention
            ),
        ];
}
