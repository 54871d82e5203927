namespace Capsule.Auth.Protocol;

/// <summary>Validates and extends the addresses that authorization codes may be sent to.</summary>
internal static class RedirectUris
{
    /// <summary>The requirement for a problem text.</summary>
    public const string Rule =
        "must be absolute addresses without a fragment or wildcard: https, http on the own machine (127.0.0.1, [::1]), "
        + "or a scheme of the app's own with a dot.";

    /// <summary>Whether an address may be a redirect URI (RFC 6749, section 3.1.2; RFC 8252, section 7).</summary>
    public static bool IsOne(string? text) =>
        text is { Length: > 0 and <= OpaqueParameter.MaxAddressLength }
        && text.All(static character =>
            character is > ' ' and < '\x7f' and not ('<' or '>' or '"' or '{' or '}' or '|' or '^' or '`' or '*')
        )
        && !text.Contains('#', StringComparison.Ordinal)
        && !text.Contains('\\', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && uri.Scheme switch
        {
            "https" => true,
            "http" => uri.IsLoopback,
            var own => own.Contains('.', StringComparison.Ordinal),
        };

    /// <summary>Adds parameters to the query of an address.</summary>
    public static string With(string address, params (string Name, string? Value)[] parameters) =>
        address
        + (address.Contains('?', StringComparison.Ordinal) ? '&' : '?')
        + string.Join(
            '&',
            parameters
                .Where(parameter => parameter.Value is not null)
                .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")
        );

    /// <summary>Whether an address belongs to an app on the user's device, which may use any port there (RFC 8252, section 7.3).</summary>
    public static bool IsOnDevice(string address) => !address.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
