namespace Capsule.Contracts;

/// <summary>
/// Somebody is to get an e-mail; whoever sends it renders the template with <paramref name="Data"/> and what <paramref name="Sealed"/>
/// holds.
/// </summary>
/// <param name="EmailId">The e-mail; it goes out once.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Template">The template's name, such as <c>verify-email</c>.</param>
/// <param name="Locale">BCP 47 tag of the language to write in.</param>
/// <param name="Data">What the template fills in.</param>
/// <param name="OccurredAt">When it was asked for (UTC).</param>
/// <param name="Sealed">
/// Data that only the sender may read, such as a one-time token: a JSON object as compact JWE (<c>dir</c>, <c>A256GCM</c>) under
/// <c>Auth:Emails:SealingKey</c>. The header's <c>sub</c> must be <c>EmailId To</c>, with a space between. Null when there are none.
/// </param>
public sealed record EmailRequested(
    Guid EmailId,
    string To,
    string Template,
    string Locale,
    IReadOnlyDictionary<string, string> Data,
    DateTimeOffset OccurredAt,
    string? Sealed = null
);
