using Capsule.Web;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>The form of an OAuth request, in which no parameter is repeated (RFC 6749, section 3.2).</summary>
internal sealed class OAuthForm
{
    // Longer than any token and any address of a client. Introspection of a shorter text that is no token answers that it is not active
    // (RFC 7662, section 2.2).
    private const int MaxLength = 128 * 1024;

    // A request may ask for a token for several APIs (RFC 8707, section 2).
    private const string Repeatable = "resource";

    private static readonly string[] Clients = ["client_id", "client_secret", "client_assertion"];

    private static readonly Refusal NoForm = new(
        RefusalKind.Validation,
        Refusal.ValidationCode,
        "The body must be application/x-www-form-urlencoded, with each parameter once and without U+0000."
    );

    private static readonly Refusal OtherClient = Refusal.Unauthorized(
        "other-client",
        "client_id is not the client of the header Authorization."
    );

    private readonly Dictionary<string, string> _parameters;
    private readonly FormParameters _taken;

    private OAuthForm(Dictionary<string, string> parameters, FormParameters taken, bool namesClient) =>
        (_parameters, _taken, NamesClient) = (parameters, taken, namesClient);

    /// <summary>Whether the request names its client, in the form or in the header <c>Authorization</c>.</summary>
    public bool NamesClient { get; }

    /// <summary>Reads the body. Refuses a body that is no form, or has a parameter that is repeated or too long.</summary>
    public static async Task<Outcome<OAuthForm>> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var taken =
            context.GetEndpoint()?.Metadata.GetMetadata<FormParameters>()
            ?? throw new InvalidOperationException("The endpoint does not say TakesForm.");
        if (!FormParameters.IsForm(context.Request))
        {
            return NoForm;
        }

        try
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            if (form["client_id"].ToString() is { Length: > 0 } id && BasicCredentials.Of(context.Request) is { } basic && basic.Id != id)
            {
                return OtherClient;
            }

            return Refuse(form, taken) is { } refusal ? refusal : Of(form, taken, NamesAClient(context.Request, form));
        }
        catch (InvalidDataException)
        {
            return NoForm;
        }
    }

    /// <summary>A parameter's value; an empty one counts as missing (RFC 6749, section 3.2).</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not declare the parameter.</exception>
    public string? Find(string name) =>
        !_taken.Names.Contains(name) ? throw new InvalidOperationException($"The endpoint must say that its form has {name} (TakesForm).")
        : _parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value
        : null;

    /// <summary>
    /// Returns a parameter's name if an error description may contain it: letters, digits and underscores (RFC 6749, section 5.2).
    /// </summary>
    public static string Show(string name) =>
        name.Length <= 40 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? name : "A parameter";

    private static bool NamesAClient(HttpRequest request, IFormCollection form) =>
        request.Headers.Authorization.Count > 0 || Clients.Any(name => form[name].ToString().Length > 0);

    private static OAuthForm Of(IFormCollection form, FormParameters taken, bool namesClient) =>
        new(
            form.ToDictionary(parameter => parameter.Key, parameter => (string?)parameter.Value ?? "", StringComparer.Ordinal),
            taken,
            namesClient
        );

    private static Refusal? Refuse(IFormCollection form, FormParameters taken)
    {
        foreach (var (name, values) in form)
        {
            if (values.Count > 1 && !(name == Repeatable && taken.Names.Contains(name)))
            {
                return Refusal.Validation(Show(name), "comes twice.");
            }

            if (values.Any(value => value?.Length > MaxLength))
            {
                return Refusal.Validation(Show(name), $"has more than {MaxLength} characters.");
            }
        }

        return null;
    }
}
