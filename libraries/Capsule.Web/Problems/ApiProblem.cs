using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Capsule.Web;

/// <summary>Problem details (RFC 9457) for errors that a caller can cause; each kind has a stable <c>type</c>.</summary>
public static class ApiProblem
{
    private const string NotReadySeconds = "1";

    /// <summary>Returns the problem of a use case's refusal.</summary>
    public static ProblemHttpResult Of(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        if (refusal.Kind == RefusalKind.NotReady)
        {
            return TypedResults.Problem(
                new UnavailableProblem(ProblemTypes.Of(refusal.Code), refusal.Detail, NotReadySeconds) { Title = Title(refusal.Kind) }
            );
        }

        var problem = refusal.Field is { } field
            ? new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [refusal.Detail] })
            : new ProblemDetails();
        (problem.Status, problem.Type, problem.Title, problem.Detail) = (
            Status(refusal.Kind),
            ProblemTypes.Of(refusal.Code),
            Title(refusal.Kind),
            refusal.Detail
        );
        return TypedResults.Problem(problem);
    }

    /// <summary>400: a field is not valid; the document's <c>errors</c> names it.</summary>
    /// <param name="field">The field, query parameter or header.</param>
    /// <param name="message">The requirement that the field does not meet.</param>
    public static ProblemHttpResult Validation(string field, string message) => Of(Refusal.Validation(field, message));

    /// <summary>401: the caller is not authenticated.</summary>
    /// <param name="type">Stable name of the problem, e.g. <c>invalid-credentials</c>.</param>
    /// <param name="detail">What happened and what the caller can do.</param>
    public static ProblemHttpResult Unauthorized(string type, string detail) => Of(Refusal.Unauthorized(type, detail));

    /// <summary>403: the caller may not do this.</summary>
    /// <param name="type">Stable name of the problem, e.g. <c>over-quota</c>.</param>
    /// <param name="detail">What happened and what the caller can do.</param>
    public static ProblemHttpResult Forbidden(string type, string detail) => Of(Refusal.Forbidden(type, detail));

    /// <summary>404: the resource does not exist.</summary>
    /// <inheritdoc cref="Forbidden"/>
    public static ProblemHttpResult NotFound(string type, string detail) => Of(Refusal.NotFound(type, detail));

    /// <summary>409: the request conflicts with the current state.</summary>
    /// <inheritdoc cref="Forbidden"/>
    /// <param name="type">Stable name of the problem, e.g. <c>email-taken</c>.</param>
    /// <param name="detail">What happened and what the caller can do.</param>
    /// <param name="field">The field that causes the conflict, if any.</param>
    public static ProblemHttpResult Conflict(string type, string detail, string? field = null) => Of(Refusal.Conflict(type, detail, field));

    /// <summary>422: the request is well-formed but cannot be executed.</summary>
    /// <inheritdoc cref="Forbidden"/>
    /// <param name="type">Stable name of the problem, e.g. <c>token-not-valid</c>.</param>
    /// <param name="detail">What happened and what the caller can do.</param>
    /// <param name="field">The field that causes the problem, if any.</param>
    public static ProblemHttpResult Unprocessable(string type, string detail, string? field = null) =>
        Of(Refusal.Unprocessable(type, detail, field));

    /// <summary>429: the caller has tried too often; the endpoint sets Retry-After.</summary>
    /// <inheritdoc cref="Forbidden"/>
    public static ProblemHttpResult TooManyRequests(string type, string detail) => Of(Refusal.TooManyRequests(type, detail));

    /// <summary>503 with Retry-After: the requested data is being created, and the same request succeeds shortly.</summary>
    /// <inheritdoc cref="Forbidden"/>
    public static ProblemHttpResult NotReady(string type, string detail) => Of(Refusal.NotReady(type, detail));

    private static int Status(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Validation => StatusCodes.Status400BadRequest,
            RefusalKind.Unauthorized => StatusCodes.Status401Unauthorized,
            RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
            RefusalKind.TooManyRequests => StatusCodes.Status429TooManyRequests,
            RefusalKind.NotReady => StatusCodes.Status503ServiceUnavailable,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind of refusal is unknown."),
        };

    private static string Title(RefusalKind kind) =>
        kind switch
        {
            RefusalKind.Validation => "The request is not valid.",
            RefusalKind.Unauthorized => "You are not signed in.",
            RefusalKind.Forbidden => "This is not allowed.",
            RefusalKind.NotFound => "The resource does not exist.",
            RefusalKind.Conflict => "The request conflicts with the current state.",
            RefusalKind.Unprocessable => "The request cannot be processed.",
            RefusalKind.TooManyRequests => "Too many requests.",
            _ => "This is not ready yet.",
        };
}
