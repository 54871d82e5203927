namespace Capsule.Testing.Sweep;

/// <summary>Headers that are wrong, or right in a way that nobody expects.</summary>
internal static class BadHeaders
{
    private const int DeviceLength = 400;

    public static readonly (string Name, string Value)[] All =
    [
        // Where it is cut off, a pair of surrogates is.
        ("User-Agent", new string('a', DeviceLength - 1) + "\U0001f469"),
        ("User-Agent", "\u202e\u2028'; drop table auth.users; --\t<script>"),
        ("Idempotency-Key", new string('k', 300)),
        ("Idempotency-Key", "cl\u00e9 \u202e"),
        ("Authorization", "Bearer a.b.c"),
        ("Authorization", "Bearer cap_none_none"),
        ("Authorization", "Basic !!!"),
        ("Authorization", "Bearer \u00e9\u202e"),
        ("traceparent", "00-zz-zz-zz"),
        ("Accept", "nonsense/*;q=x, \u202e"),
        ("Origin", "https://evil.example/\u202e"),
    ];
}
