namespace Capsule.Auth.Emails;

/// <summary>A page of a mailbox.</summary>
/// <param name="Emails">Newest first.</param>
/// <param name="Next">What <c>after</c> must be for the page that follows; null on the last one.</param>
public sealed record MailboxPage(IReadOnlyList<MailboxEmail> Emails, Guid? Next);
