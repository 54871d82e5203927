using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Web;

/// <summary>
/// Separates the keys of different callers: callers who choose the same key neither see nor block each other's responses.
/// </summary>
internal static class KeySpace
{
    private const int HashLength = 32;

    /// <summary>Returns the name of a caller's key space.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="owner">Returns the owner of an anonymous caller's keys; stored as a hash.</param>
    public static string Of(ClaimsPrincipal caller, Func<string> owner) =>
        caller.Identity?.IsAuthenticated == true
            ? $"{Subject(caller)} {caller.FindFirstValue(CallerClaimTypes.Client) ?? caller.FindFirstValue(CallerClaimTypes.ApiKey)}".TrimEnd()
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner().Trim().ToUpperInvariant())))[..HashLength];

    private static string Subject(ClaimsPrincipal caller) =>
        caller.FindFirstValue(CallerClaimTypes.Subject) ?? throw new InvalidOperationException("The caller's token has no subject.");
}
