namespace Capsule.Auth.Protocol;

/// <summary>Parameters that a client gets back unchanged, such as <c>state</c> (RFC 6749, appendix A.5).</summary>
internal static class OpaqueParameter
{
    /// <summary>Maximum length of a state in characters.</summary>
    public const int MaxStateLength = 2000;

    /// <summary>Maximum length of a nonce in characters.</summary>
    public const int MaxNonceLength = 500;

    /// <summary>Maximum length of a redirect URI in characters.</summary>
    public const int MaxAddressLength = 2000;

    /// <summary>Whether a text is printable ASCII of 1 to <paramref name="max"/> characters.</summary>
    public static bool IsOne(string text, int max) =>
        text.Length > 0 && text.Length <= max && text.All(character => character is >= ' ' and <= '~');

    /// <summary>Returns the requirement for a problem text.</summary>
    public static string Rule(int max) => $"must have 1 to {max} characters of printable ASCII.";
}
