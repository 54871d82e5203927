using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Capsule.Web;

/// <summary>Refuses input that no endpoint can read or store, while the parameter's name is known.</summary>
internal static class UnreadableInput
{
    public static void UseRefusalOfUnreadableInput(this IApplicationBuilder app) =>
        app.Use(
            static async (context, next) =>
                await (
                    (Problem(context.Request) ?? await UnstorableForm.FindAsync(context.Request)) is { } problem
                        ? problem.ExecuteAsync(context)
                        : next(context)
                )
        );

    private static ProblemHttpResult? Problem(HttpRequest request) =>
        !IsReadable(request.ContentType)
            ? TypedResults.Problem("JSON must be in UTF-8.", statusCode: StatusCodes.Status415UnsupportedMediaType)
        : Unstorable(request) is { } name ? ApiProblem.Validation(name, "must not contain the character U+0000.")
        : null;

    // JSON must be UTF-8 (RFC 8259, section 8.1). The framework would treat another charset as an error of the service.
    private static bool IsReadable(string? contentType) =>
        contentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) != true
        || !MediaTypeHeaderValue.TryParse(contentType, out var type)
        || !type.SubTypeWithoutSuffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            && !type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
        || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    // StorableText checks JSON bodies, and UnstorableForm checks forms.
    private static string? Unstorable(HttpRequest request) =>
        request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? request.Query.FirstOrDefault(static parameter => parameter.Value.Any(static value => value?.Contains('\0') == true)).Key
            : null;
}
