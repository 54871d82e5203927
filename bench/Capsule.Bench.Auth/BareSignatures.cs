using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Capsule.Bench.Auth;

/// <summary>ES256 as in the service: several instances of each key, because an instance serves one thread at a time.</summary>
internal sealed class BareSignatures(string x, string y)
{
    private readonly ECParameters _private = Private();
    private readonly ECParameters _public = new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
    };

    private readonly ConcurrentBag<ECDsa> _signers = [];
    private readonly ConcurrentBag<ECDsa> _verifiers = [];

    /// <summary>Returns the text with its signature.</summary>
    public string Sign(string text)
    {
        var signer = _signers.TryTake(out var free) ? free : ECDsa.Create(_private);
        var signature = signer.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        _signers.Add(signer);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Throws if the service did not sign the token.</summary>
    public void Verify(string token)
    {
        var verifier = _verifiers.TryTake(out var free) ? free : ECDsa.Create(_public);
        var end = token.LastIndexOf('.');
        var isGood = verifier.VerifyData(
            Encoding.ASCII.GetBytes(token[..end]),
            Base64Url.DecodeFromChars(token.AsSpan(end + 1)),
            HashAlgorithmName.SHA256
        );
        _verifiers.Add(verifier);
        if (!isGood)
        {
            throw new InvalidOperationException("The signature is wrong.");
        }
    }

    private static ECParameters Private()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportParameters(includePrivateParameters: true);
    }
}
