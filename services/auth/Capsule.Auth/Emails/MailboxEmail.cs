namespace Capsule.Auth.Emails;

/// <summary>An e-mail as <c>/api/dev/mailbox</c> shows it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Locale">BCP 47 tag of the language to write in.</param>
/// <param name="Data">What the template fills in.</param>
/// <param name="ReceivedAt">When it came, UTC.</param>
public sealed record MailboxEmail(
    Guid Id,
    string To,
    string Template,
    string Locale,
    IReadOnlyDictionary<string, string> Data,
    DateTimeOffset ReceivedAt
);
