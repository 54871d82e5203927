namespace Capsule.Contracts;

/// <summary>Somebody is to get an e-mail; whoever sends it renders the template. The data may hold a one-time token: it belongs in no log.</summary>
/// <param name="EmailId">The e-mail; it goes out once.</param>
/// <param name="To">The recipient's address.</param>
/// <param name="Template">The template's name, such as <c>verify-email</c>.</param>
/// <param name="Locale">BCP 47 tag of the language to write in.</param>
/// <param name="Data">What the template fills in.</param>
/// <param name="OccurredAt">When it was asked for (UTC).</param>
public sealed record EmailRequested(
    Guid EmailId, string To, string Template, string Locale, IReadOnlyDictionary<string, string> Data, DateTimeOffset OccurredAt);
