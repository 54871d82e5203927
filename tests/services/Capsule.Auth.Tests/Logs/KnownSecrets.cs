using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace Capsule.Auth.Tests.Logs;

/// <summary>Secrets that have been used, and where they are found.</summary>
internal sealed class KnownSecrets
{
    private readonly ConcurrentDictionary<string, string> _secrets = new(StringComparer.Ordinal);

    public int Count => _secrets.Count;

    /// <summary>Remembers a secret, and returns it.</summary>
    public string Add(string what, string? secret)
    {
        // What is shorter may be found by chance.
        Assert.True(secret?.Length >= 6, $"{what} is no secret: {secret}");
        _secrets[secret] = what;
        return secret;
    }

    /// <summary>What has a secret in it, however it is encoded.</summary>
    public IEnumerable<string> FoundIn(IReadOnlyList<string> texts)
    {
        var any = SearchValues.Create([.. _secrets.Keys.SelectMany(Forms)], StringComparison.OrdinalIgnoreCase);
        return texts.Where(text => text.AsSpan().ContainsAny(any)).Select(text => $"{string.Join(", ", Names(text))}: {text}");
    }

    private IEnumerable<string> Names(string text) =>
        from secret in _secrets
        where Forms(secret.Key).Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase))
        select secret.Value;

    private static IEnumerable<string> Forms(string secret) =>
        new[]
        {
            secret,
            Uri.EscapeDataString(secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
        }
            .Append(secret.Split('.')[^1]) // A token's signature.
            .Where(form => form.Length >= 6)
            .Distinct();
}
