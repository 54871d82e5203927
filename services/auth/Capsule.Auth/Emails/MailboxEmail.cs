namespace Capsule.Auth.Emails;

/// <summary>An e-mail in the answer of <c>/api/dev/mailbox</c>.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Locale">BCP 47 tag of the e-mail's language.</param>
/// <param name="Data">The values for the template.</param>
/// <param name="ReceivedAt">When the e-mail arrived, UTC.</param>
public sealed record MailboxEmail(
    Guid Id,
    string To,
    string Template,
    string Locale,
    IReadOnlyDictionary<string, string> Data,
    DateTimeOffset ReceivedAt
);
