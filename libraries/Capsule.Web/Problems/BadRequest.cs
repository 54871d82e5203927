using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Capsule.Web;

/// <summary>Explains to a client what was wrong with its request.</summary>
internal static partial class BadRequest
{
    private const string Body = "body";
    private const string AllFields = "See errors for each field.";

    public static HttpValidationProblemDetails? Explain(BadHttpRequestException exception) =>
        exception switch
        {
            InvalidParameterException invalid => Problem(invalid.Parameter, invalid.Message, invalid.Message),
            { StatusCode: not StatusCodes.Status400BadRequest } => null,
            { InnerException: JsonException json } => Explain(json),
            _ => Parameter(exception.Message),
        };

    public static HttpValidationProblemDetails Explain(JsonException exception)
    {
        var missing = Missing().Match(exception.Message);
        if (missing.Success)
        {
            return Problem(
                Quoted()
                    .Matches(missing.Value)
                    .ToDictionary(static name => name.Groups[1].Value, static _ => Text("The field is required."))
            );
        }

        if (Duplicate().Match(exception.Message) is { Success: true } twice)
        {
            return Problem(Repeated(exception, twice.Groups[1].Value), "The field must not be repeated.");
        }

        // The serializer wraps the reader's syntax errors; its own errors are about types.
        var field = Field(exception);
        return exception.InnerException is JsonException || exception.GetType() != typeof(JsonException)
                ? Problem(field, $"The JSON is malformed at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.")
            : NotNull().Match(exception.Message) is { Success: true } forbidden
                ? Problem(forbidden.Groups[1].Value, "The field must not be null.")
            : Problem(field, "The value is not of the expected type.");
    }

    /// <summary>Returns the problem of a parameter whose value cannot be parsed.</summary>
    public static HttpValidationProblemDetails NotOfType(string parameter) => Problem(parameter, "The value is not of the expected type.");

    // The path ends with the object, or with the field's name as the client wrote it.
    private static string Repeated(JsonException exception, string name)
    {
        var path = Field(exception);
        var parent =
            path == Body || path.Equals(name, StringComparison.OrdinalIgnoreCase) ? ""
            : path.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase) ? path[..^name.Length]
            : $"{path}.";
        return parent + name;
    }

    private static string Field(JsonException exception) =>
        exception.Path switch
        {
            null or "" or "$" => Body,
            ['$', '.', .. var path] => path,
            var path => path,
        };

    private static HttpValidationProblemDetails Parameter(string message)
    {
        var name = ParameterName().Match(message);
        return message switch
        {
            _ when message.StartsWith("Implicit body", StringComparison.Ordinal)
                    || message.EndsWith("from body.", StringComparison.Ordinal) => Problem(Body, "A JSON body is required."),
            _ when !name.Success => Problem(Body, "The request could not be read."),
            _ when message.StartsWith("Required", StringComparison.Ordinal) => Problem(name.Groups[1].Value, "The parameter is required."),
            _ => NotOfType(name.Groups[1].Value),
        };
    }

    private static HttpValidationProblemDetails Problem(string field, string text, string detail = AllFields) =>
        Problem(new Dictionary<string, string[]> { [field] = Text(text) }, detail);

    private static HttpValidationProblemDetails Problem(IDictionary<string, string[]> errors, string detail = AllFields) =>
        new(errors)
        {
            Status = StatusCodes.Status400BadRequest,
            Title = "The request is not valid.",
            Detail = detail,
        };

    private static string[] Text(string text) => [text];

    [GeneratedRegex("missing required properties including: .*$", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex("(?:constructor parameter|property or field) '([^']+)' .* null", RegexOptions.Singleline)]
    private static partial Regex NotNull();

    [GeneratedRegex("Duplicate property '([^']+)'")]
    private static partial Regex Duplicate();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();

    // Matches: Failed to bind parameter "Guid id" from "x".
    [GeneratedRegex("parameter \"[^\"]*?(\\w+)\"")]
    private static partial Regex ParameterName();
}
