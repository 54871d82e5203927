namespace Capsule.Backups;

/// <summary>What belongs to a database itself, which pg_dump tells only together with its name.</summary>
/// <param name="Owner">Who owns it.</param>
/// <param name="Encoding">Such as <c>UTF8</c>.</param>
/// <param name="Collation">lc_collate.</param>
/// <param name="CharacterType">lc_ctype.</param>
/// <param name="LocaleProvider"><c>c</c> for libc, <c>i</c> for ICU, <c>b</c> for the server's own.</param>
/// <param name="Locale">The locale of a provider other than libc.</param>
/// <param name="Grants">Who may do what with it; null when nobody ever granted or revoked anything.</param>
/// <param name="Settings">What <c>alter database … set</c> has set.</param>
public sealed record DatabaseProperties(
    string Owner,
    string Encoding,
    string Collation,
    string CharacterType,
    string LocaleProvider,
    string? Locale,
    IReadOnlyList<DatabaseGrant>? Grants,
    IReadOnlyList<DatabaseSetting> Settings
);
