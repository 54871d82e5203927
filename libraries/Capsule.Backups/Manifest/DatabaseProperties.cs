namespace Capsule.Backups;

/// <summary>The properties of a database that pg_dump writes only together with the database's name.</summary>
/// <param name="Owner">The owner's name.</param>
/// <param name="Encoding">The encoding, such as <c>UTF8</c>.</param>
/// <param name="Collation">lc_collate.</param>
/// <param name="CharacterType">lc_ctype.</param>
/// <param name="LocaleProvider"><c>c</c> for libc, <c>i</c> for ICU, <c>b</c> for the server's own.</param>
/// <param name="Locale">The locale of a provider other than libc.</param>
/// <param name="Grants">The privileges on the database; null when they were never changed from the defaults.</param>
/// <param name="Settings">The settings of <c>alter database … set</c>.</param>
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
