using Capsule.Data;

namespace Capsule.Auth.Emails;

/// <summary>Settings of section <c>Auth:Emails</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Emails";

    /// <summary>
    /// 32 random bytes in base64 with which tokens in e-mails are sealed on their way. The service that sends e-mails (the consumer of
    /// <c>email-requested</c>) needs the same key.
    /// </summary>
    public string SealingKey { get; set; } = "";

    /// <summary>How long the mailbox of Development keeps e-mails.</summary>
    public TimeSpan MailboxRetention { get; set; } = TimeSpan.FromDays(7);

    internal static RuntimeSetting MailboxRetentionSetting { get; } =
        RuntimeSetting.Period(
            $"{Section}:{nameof(MailboxRetention)}",
            "How long Development keeps e-mails.",
            new EmailOptions().MailboxRetention,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromDays(3650)
        );
}
