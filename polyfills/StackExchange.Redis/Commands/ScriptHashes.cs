using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace StackExchange.Redis;

/// <summary>The SHA-1 hashes by which the server knows scripts.</summary>
internal static class ScriptHashes
{
    // Scripts are constants of programs; whoever builds them at run time should not fill the memory.
    private const int Limit = 1024;
    private static readonly ConcurrentDictionary<string, string> Known = new();

    [SuppressMessage("Security", "CA5350", Justification = "The protocol identifies scripts by SHA-1.")]
    public static string Of(string script)
    {
        if (Known.TryGetValue(script, out var hash))
        {
            return hash;
        }

        if (Known.Count >= Limit)
        {
            Known.Clear();
        }

        hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(script)));
        return Known.GetOrAdd(script, hash);
    }
}
