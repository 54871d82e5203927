namespace Capsule.Auth.Emails;

/// <summary>Settings of section <c>Auth:Emails</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auth:Emails";

    /// <summary>How long Development keeps e-mails that nobody sends.</summary>
    public TimeSpan MailboxRetention { get; set; } = TimeSpan.FromDays(7);
}
