using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>
/// Copies of one public key: the platform promises of an algorithm's instance only that one thread at a time may use it, and a lock would
/// leave cores idle.
/// </summary>
internal sealed class VerifierPool<T>(Func<T> create) : PooledObjectPolicy<T>
    where T : AsymmetricAlgorithm
{
    private ObjectPool<T>? _pool;

    private ObjectPool<T> Pool => _pool ??= new DefaultObjectPool<T>(this, Environment.ProcessorCount * 2);

    public override T Create() => create();

    public override bool Return(T obj) => true;

    /// <summary>Hands an instance of the caller's own to <paramref name="verify"/>; false also when the platform cannot read the signature.</summary>
    public bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, Func<T, ReadOnlySpan<byte>, ReadOnlySpan<byte>, bool> verify)
    {
        var algorithm = Pool.Get();
        try
        {
            return verify(algorithm, hash, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            Pool.Return(algorithm);
        }
    }
}
