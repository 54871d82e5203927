using System.Buffers.Text;
using System.Text;
using Capsule.Auth.Secrets;

namespace Capsule.Auth.OAuth.Issuing;

/// <summary>
/// Derives the successor of a client's refresh token from the token itself, so that a client that missed the answer, or sends two requests
/// at the same time, gets the same successor.
/// </summary>
internal sealed class RefreshTokenReferences(SecretBox secrets)
{
    private const string Purpose = "oauth refresh token successor";

    /// <summary>Returns the reference of the token that replaces another one.</summary>
    public string SuccessorOf(string reference) =>
        Base64Url.EncodeToString(secrets.Authenticate(Encoding.UTF8.GetBytes(reference), Purpose));
}
