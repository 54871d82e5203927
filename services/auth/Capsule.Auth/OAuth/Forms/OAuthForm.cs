using Microsoft.AspNetCore.Http.HttpResults;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>The parameters of an OAuth request: a form in which none comes twice (RFC 6749, section 3.2).</summary>
internal sealed class OAuthForm
{
    // Longer than any token, and than any address of a client; a token that is none is told to be none (RFC 7662, section 2.2), as long as
    // it is not that.
    private const int MaxLength = 128 * 1024;

    // A token may be for several APIs (RFC 8707, section 2).
    private const string Repeatable = "resource";

    private static readonly string[] Clients = ["client_id", "client_secret", "client_assertion"];

    private readonly Dictionary<string, string> _parameters;
    private readonly FormParameters _taken;

    private OAuthForm(Dictionary<string, string> parameters, FormParameters taken, bool namesClient) =>
        (_parameters, _taken, NamesClient) = (parameters, taken, namesClient);

    /// <summary>Whether the request says which client sends it, in the form or in the header <c>Authorization</c>.</summary>
    public bool NamesClient { get; }

    /// <summary>Reads the body; the refusal says why it is none.</summary>
    public static async Task<(OAuthForm? Form, IResult? Refusal)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var taken =
            context.GetEndpoint()?.Metadata.GetMetadata<FormParameters>()
            ?? throw new InvalidOperationException("The endpoint does not say TakesForm.");
        if (!FormParameters.IsForm(context.Request))
        {
            return (null, NoForm());
        }

        try
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            if (form["client_id"].ToString() is { Length: > 0 } id && BasicCredentials.Of(context.Request) is { } basic && basic.Id != id)
            {
                return (null, OAuthErrors.InvalidClient(context.Response, "client_id is not the client of the header Authorization."));
            }

            return Problem(form, taken) is { } problem
                ? (null, OAuthErrors.InvalidRequest(problem))
                : (
                    new OAuthForm(
                        form.ToDictionary(parameter => parameter.Key, parameter => (string?)parameter.Value ?? "", StringComparer.Ordinal),
                        taken,
                        NamesAClient(context.Request, form)
                    ),
                    null
                );
        }
        catch (InvalidDataException)
        {
            return (null, NoForm());
        }
    }

    /// <summary>A parameter's value; an empty one counts as missing (RFC 6749, section 3.2).</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not say that it takes it.</exception>
    public string? Find(string name) =>
        !_taken.Names.Contains(name) ? throw new InvalidOperationException($"The endpoint must say that its form has {name} (TakesForm).")
        : _parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value
        : null;

    /// <summary>
    /// A parameter's name, as far as a description may have it: printable ASCII without quotation marks (RFC 6749, section 5.2).
    /// </summary>
    public static string Show(string name) =>
        name.Length <= 40 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_') ? name : "A parameter";

    private static bool NamesAClient(HttpRequest request, IFormCollection form) =>
        request.Headers.Authorization.Count > 0 || Clients.Any(name => form[name].ToString().Length > 0);

    private static string? Problem(IFormCollection form, FormParameters taken)
    {
        foreach (var (name, values) in form)
        {
            if (values.Count > 1 && !(name == Repeatable && taken.Names.Contains(name)))
            {
                return $"{Show(name)} comes twice.";
            }

            if (values.Any(value => value?.Length > MaxLength))
            {
                return $"{Show(name)} has more than {MaxLength} characters.";
            }
        }

        return null;
    }

    private static BadRequest<TokenError> NoForm() =>
        OAuthErrors.InvalidRequest("The body must be application/x-www-form-urlencoded, with each parameter once and without U+0000.");
}
