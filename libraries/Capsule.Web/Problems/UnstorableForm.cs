using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Capsule.Web;

/// <summary>
/// Finds the form parameter that contains the character U+0000, which PostgreSQL cannot store; the framework would refuse the form as a
/// whole.
/// </summary>
internal static class UnstorableForm
{
    private const string MediaType = "application/x-www-form-urlencoded";
    private const string Encoded = "%00";

    // The limits of the endpoint apply to longer forms.
    private const int MaxLength = 1024 * 1024;
    private const int MaxNameLength = 40;

    /// <summary>Returns the problem, or null. The body can be read again.</summary>
    public static async ValueTask<ProblemHttpResult?> FindAsync(HttpRequest request)
    {
        if (
            request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) != true
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || type.MediaType != MediaType
        )
        {
            return null;
        }

        request.EnableBuffering();
        var text = await ReadAsync(request);
        request.Body.Position = 0;
        var at = text.AsSpan().IndexOf('\0') is >= 0 and var raw ? raw : text.IndexOf(Encoded, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        // OAuth requires this header in every response to a form with secrets (RFC 6749, section 5.1).
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Problem(Name(text, at));
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        var text = new StringBuilder();
        using var reader = new StreamReader(request.Body, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[4096];
        int read;
        while (text.Length < MaxLength && (read = await reader.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    // A name that contains the character, or is not a plausible parameter name, is not repeated.
    private static string Name(string text, int at)
    {
        var parameter = text[(text.LastIndexOf('&', at) + 1)..at];
        var name = parameter.Split('=')[0];
        return name.Length < parameter.Length && name.Length is > 0 and <= MaxNameLength && name.All(IsOfName) ? name : "body";
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    // Only OAuth uses forms, and its clients read these two members (RFC 6749, section 5.2).
    private static ProblemHttpResult Problem(string name)
    {
        const string What = "must not contain the character U+0000.";
        var problem = ApiProblem.Validation(name, What);
        problem.ProblemDetails.Extensions["error"] = "invalid_request";
        problem.ProblemDetails.Extensions["error_description"] = $"{name} {What}";
        return problem;
    }
}
