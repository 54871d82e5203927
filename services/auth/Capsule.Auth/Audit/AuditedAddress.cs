using System.Text;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Audit;

/// <summary>
/// Replaces an e-mail address in the audit log, whose rows can never be changed, by a keyed hash. The hash shows that two events concern
/// the same address, or a known one, and does not reveal the address.
/// </summary>
internal sealed class AuditedAddress(SecretBox secrets)
{
    private const string Purpose = "e-mail address in the audit log";
    private const int Size = 16;

    /// <summary>Returns the hash of an address, whatever its case.</summary>
    public string Of(string address) =>
        Convert.ToHexStringLower(secrets.Authenticate(Encoding.UTF8.GetBytes(address.Trim().ToLowerInvariant()), Purpose).AsSpan(0, Size));
}
