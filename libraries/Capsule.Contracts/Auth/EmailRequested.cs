namespace Capsule.Contracts;

/// <summary>
/// Asks the e-mail sender to render a template with <paramref name="Data"/> and the decrypted <paramref name="Sealed"/> data, and to send
/// it.
/// </summary>
/// <param name="EmailId">The e-mail's identifier; the sender sends each e-mail once.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Template">The template's name, such as <c>verify-email</c>.</param>
/// <param name="Locale">BCP 47 tag of the e-mail's language.</param>
/// <param name="Data">Values for the template.</param>
/// <param name="OccurredAt">When the e-mail was requested (UTC).</param>
/// <param name="Sealed">
/// Values that only the sender may read, such as a one-time token: a JSON object as compact JWE (<c>dir</c>, <c>A256GCM</c>), encrypted
/// with <c>Auth:Emails:SealingKey</c>. The header's <c>sub</c> must be <c>EmailId To</c>, separated by a space. Null when the template
/// needs none.
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
