using System.Collections.Concurrent;
using Capsule.Auth.Keys;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Capsule.Auth.Tests.Keys;

/// <summary>
/// RSA keys that all databases of this process share. To make one takes 0.1 to 0.5 s of processor time, which was a quarter of the time of
/// all tests of auth. Those of one database differ.
/// </summary>
internal sealed class PooledKeys(string database)
{
    private static readonly ConcurrentDictionary<int, Lazy<(string Kid, byte[] PublicKey, byte[] PrivateKey)>> Pool = [];
    private static readonly ConcurrentDictionary<string, int> Taken = [];

    public static PooledKeys Of(IConfiguration configuration) =>
        new(new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("auth-db")).Database!);

    public (string Kid, byte[] PublicKey, byte[] PrivateKey) Take(string algorithm)
    {
        if (algorithm != KeyPair.Rs256)
        {
            return KeyPair.Generate(algorithm);
        }

        var place = Taken.AddOrUpdate(database, 0, static (_, taken) => taken + 1);
        return Pool.GetOrAdd(place, static _ => new(() => KeyPair.Generate(KeyPair.Rs256))).Value;
    }
}
