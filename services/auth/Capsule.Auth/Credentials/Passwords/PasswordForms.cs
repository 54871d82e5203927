using System.Text;
using ADRaffy.ENSNormalize;

namespace Capsule.Auth.Credentials.Passwords;

/// <summary>
/// The forms of a password (UAX #15): keyboards send the same letters composed or decomposed. The composed form, NFC, is stored (RFC 8265,
/// section 4.2.2). The service runs without culture data, where <see cref="string.Normalize()"/> does nothing, so a package has the tables.
/// </summary>
internal static class PasswordForms
{
    /// <summary>Returns the form that is stored.</summary>
    public static string Composed(string password) => Ascii.IsValid(password) ? password : ENSNormalize.NF.NFC(password);

    /// <summary>Returns the form that is stored, then those in which older hashes may have been made.</summary>
    public static IEnumerable<string> All(string password) =>
        Ascii.IsValid(password)
            ? [password]
            : new[] { Composed(password), password, ENSNormalize.NF.NFD(password) }.Distinct(StringComparer.Ordinal);
}
