using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>The public keys of a client that authenticates by signed assertions (<c>private_key_jwt</c>, RFC 7523).</summary>
internal static class ClientKeys
{
    /// <summary>The requirement for a problem text.</summary>
    public const string Rule =
        "must be a JSON Web Key Set with 1 to 10 public keys of type EC (P-256, P-384, P-521) or RSA (2048 bits and more), "
        + "each with a kid.";

    /// <summary>The supported signature algorithms.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
    [
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
    ];

    private const int MaxKeys = 10;
    private const int MinRsaBits = 2048;

    /// <summary>Whether a key set is valid for a client.</summary>
    public static bool AreValid(JsonElement set)
    {
        try
        {
            var keys = new JsonWebKeySet(set.GetRawText()).Keys;
            return keys.Count is > 0 and <= MaxKeys && keys.All(IsValid);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false; // InvalidOperationException: the text is no UTF-8.
        }
    }

    private static bool IsValid(JsonWebKey key) =>
        !key.HasPrivateKey
        && !string.IsNullOrEmpty(key.KeyId)
        && key.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.EllipticCurve => key.Crv is "P-256" or "P-384" or "P-521"
                && !string.IsNullOrEmpty(key.X)
                && !string.IsNullOrEmpty(key.Y),
            JsonWebAlgorithmsKeyTypes.RSA => !string.IsNullOrEmpty(key.E) && !string.IsNullOrEmpty(key.N) && key.KeySize >= MinRsaBits,
            _ => false,
        };
}
