using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Capsule.Web;

/// <summary>Writes every problem as JSON regardless of the request's Accept header, because an error without a body helps nobody.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json, IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
{
    private const string FrameworkTypes = "https://tools.ietf.org/html/rfc";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        Complete(context.ProblemDetails, http);
        options.Value.CustomizeProblemDetails?.Invoke(context);
        if (context.ProblemDetails is UnavailableProblem unavailable)
        {
            http.Response.Headers.RetryAfter = unavailable.RetryAfterSeconds;
        }

        await http.Response.WriteAsJsonAsync(
            context.ProblemDetails,
            context.ProblemDetails.GetType(),
            json.Value.SerializerOptions,
            "application/problem+json",
            http.RequestAborted
        );
    }

    private static void Complete(ProblemDetails problem, HttpContext http)
    {
        var status = problem.Status ??= http.Response.StatusCode;
        if (problem.Type is null || problem.Type.StartsWith(FrameworkTypes, StringComparison.Ordinal))
        {
            problem.Type = problem is HttpValidationProblemDetails ? ProblemTypes.Validation : ProblemTypes.OfStatus(status);
        }

        problem.Title ??= ReasonPhrases.GetReasonPhrase(status);
        problem.Instance ??= http.Request.Path;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;
        if (problem is HttpValidationProblemDetails { Errors: { } errors } validation)
        {
            validation.Errors = errors.ToDictionary(static error => FieldPath(error.Key), static error => error.Value);
        }
    }

    /// <summary>
    /// Returns the field as the client writes it: <c>Address.PostCode</c> becomes <c>address.postCode</c>; a header keeps its name.
    /// </summary>
    private static string FieldPath(string path) =>
        string.Join(
            '.',
            path.Split('.')
                .Select(static name => name.Contains('-', StringComparison.Ordinal) ? name : JsonNamingPolicy.CamelCase.ConvertName(name))
        );
}
