namespace Capsule.Auth.Protocol;

/// <summary>Parameters that a client wants back as they are, such as <c>state</c> (RFC 6749, appendix A.5).</summary>
internal static class OpaqueParameter
{
    /// <summary>Longest state in characters.</summary>
    public const int StateLength = 2000;

    /// <summary>Longest nonce in characters.</summary>
    public const int NonceLength = 500;

    /// <summary>Longest redirect URI in characters.</summary>
    public const int AddressLength = 2000;

    /// <summary>Whether a text may be one of at most so many characters: printable ASCII.</summary>
    public static bool IsOne(string text, int most) =>
        text.Length > 0 && text.Length <= most && text.All(character => character is >= ' ' and <= '~');

    /// <summary>What one must be, for the caller.</summary>
    public static string Rule(int most) => $"must have 1 to {most} characters of printable ASCII.";
}
