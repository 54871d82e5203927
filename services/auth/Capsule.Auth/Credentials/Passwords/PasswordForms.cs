using System.Text;
using ADRaffy.ENSNormalize;

namespace Capsule.Auth.Credentials.Passwords;

/// <summary>
/// The normalization forms of a password (UAX #15), because keyboards send the same letters composed or decomposed. The composed form, NFC,
/// is stored (RFC 8265, section 4.2.2). A package has the tables, because <see cref="string.Normalize()"/> does nothing without culture
/// data.
/// </summary>
internal static class PasswordForms
{
    /// <summary>Returns the form that is stored.</summary>
    public static string Composed(string password) => Ascii.IsValid(password) ? password : ENSNormalize.NF.NFC(password);

    /// <summary>Returns the form that is stored, followed by the forms that older hashes may have been made of.</summary>
    public static IEnumerable<string> All(string password) =>
        Ascii.IsValid(password)
            ? [password]
            : new[] { Composed(password), password, ENSNormalize.NF.NFD(password) }.Distinct(StringComparer.Ordinal);
}
