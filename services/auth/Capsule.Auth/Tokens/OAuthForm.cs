namespace Capsule.Auth.Tokens;

/// <summary>The parameters of an OAuth request: a form in which none comes twice (RFC 6749, section 3.2).</summary>
internal sealed class OAuthForm
{
    private readonly Dictionary<string, string> _parameters;

    private OAuthForm(Dictionary<string, string> parameters) => _parameters = parameters;

    /// <summary>Reads the body; null when it is none.</summary>
    public static async Task<OAuthForm?> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!context.Request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(cancellation);
            return form.Any(parameter => parameter.Value.Count > 1)
                ? null
                : new OAuthForm(form.ToDictionary(parameter => parameter.Key, parameter => (string?)parameter.Value ?? "", StringComparer.Ordinal));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>A parameter's value; an empty one counts as missing (RFC 6749, section 3.2).</summary>
    public string? Find(string name) => _parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
