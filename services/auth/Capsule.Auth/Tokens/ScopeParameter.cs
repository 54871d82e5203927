namespace Capsule.Auth.Tokens;

/// <summary>The parameter <c>scope</c> (RFC 6749, section 3.3).</summary>
internal static class ScopeParameter
{
    /// <summary>Returns what is asked for, in order and each once, or all that is allowed when nothing is; null when some of it is not allowed.</summary>
    public static string[]? Within(string? asked, IReadOnlyCollection<string> allowed)
    {
        string[] scopes = asked is null ? [.. allowed] : [.. asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        return scopes.Length > 0 && scopes.All(scope => allowed.Contains(scope, StringComparer.Ordinal)) ? [.. scopes.Order(StringComparer.Ordinal)] : null;
    }
}
