using System.Text;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.Audit;

/// <summary>
/// Stands for an e-mail address in the audit log, whose rows nobody can change: a hash under the master key. It tells that two events are
/// about the same address, and whether they are about one that is known; nobody reads an address from it.
/// </summary>
internal sealed class AuditedAddress(SecretBox secrets)
{
    private const string Purpose = "e-mail address in the audit log";
    private const int Size = 16;

    /// <summary>Returns the hash of an address, whatever its case.</summary>
    public string Of(string address) =>
        Convert.ToHexStringLower(secrets.Authenticate(Encoding.UTF8.GetBytes(address.Trim().ToLowerInvariant()), Purpose).AsSpan(0, Size));
}
