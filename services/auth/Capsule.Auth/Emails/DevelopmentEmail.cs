using Capsule.Data;

namespace Capsule.Auth.Emails;

/// <summary>An e-mail in the mailbox of Development, where e-mails are kept and not sent.</summary>
public sealed class DevelopmentEmail : Entity
{
    /// <summary>The recipient's address.</summary>
    public required string Recipient { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>BCP 47 tag of the e-mail's language.</summary>
    public required string Locale { get; init; }

    /// <summary>The values for the template (JSON).</summary>
    public required string Data { get; init; }
}
