using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Capsule.Web;

/// <summary>Problem details (RFC 9457) for what a caller can cause; each kind has a stable <c>type</c>.</summary>
public static class ApiProblem
{
    private const string NotReadySeconds = "1";

    /// <summary>400: a field is not valid; the document's <c>errors</c> names it.</summary>
    /// <param name="field">The field, query parameter or header.</param>
    /// <param name="message">What it must be.</param>
    public static ProblemHttpResult Validation(string field, string message) =>
        Create(StatusCodes.Status400BadRequest, "validation", "The request is not valid.", $"{field} {message}", field, $"{field} {message}");

    /// <summary>401: the caller did not prove who they are.</summary>
    /// <param name="type">Stable name of the kind of problem, e.g. <c>invalid-credentials</c>.</param>
    /// <param name="detail">What happened and what to do about it.</param>
    public static ProblemHttpResult Unauthorized(string type, string detail) =>
        Create(StatusCodes.Status401Unauthorized, type, "You are not signed in.", detail);

    /// <summary>403: the caller may not do this.</summary>
    /// <param name="type">Stable name of the kind of problem, e.g. <c>over-quota</c>.</param>
    /// <param name="detail">What happened and what to do about it.</param>
    public static ProblemHttpResult Forbidden(string type, string detail) =>
        Create(StatusCodes.Status403Forbidden, type, "This is not allowed.", detail);

    /// <summary>404: there is no such thing.</summary>
    /// <inheritdoc cref="Forbidden"/>
    public static ProblemHttpResult NotFound(string type, string detail) =>
        Create(StatusCodes.Status404NotFound, type, "There is no such thing.", detail);

    /// <summary>409: it conflicts with what is there.</summary>
    /// <inheritdoc cref="Forbidden"/>
    /// <param name="type">Stable name of the kind of problem, e.g. <c>email-taken</c>.</param>
    /// <param name="detail">What happened and what to do about it.</param>
    /// <param name="field">The field that conflicts, if it is one.</param>
    public static ProblemHttpResult Conflict(string type, string detail, string? field = null) =>
        Create(StatusCodes.Status409Conflict, type, "This conflicts with what is there.", detail, field, detail);

    /// <summary>422: understood, but it cannot be done.</summary>
    /// <inheritdoc cref="Forbidden"/>
    /// <param name="type">Stable name of the kind of problem, e.g. <c>token-not-valid</c>.</param>
    /// <param name="detail">What happened and what to do about it.</param>
    /// <param name="field">The field that it lies in, if it is one.</param>
    public static ProblemHttpResult Unprocessable(string type, string detail, string? field = null) =>
        Create(StatusCodes.Status422UnprocessableEntity, type, "This cannot be processed.", detail, field, detail);

    /// <summary>429: the caller has tried too often; say in Retry-After when to try again.</summary>
    /// <inheritdoc cref="Forbidden"/>
    public static ProblemHttpResult TooManyRequests(string type, string detail) =>
        Create(StatusCodes.Status429TooManyRequests, type, "Too many requests.", detail);

    /// <summary>503 with Retry-After: what the caller asks for is created in a moment, and the same request succeeds then.</summary>
    /// <inheritdoc cref="Forbidden"/>
    public static ProblemHttpResult NotReady(string type, string detail) =>
        TypedResults.Problem(new UnavailableProblem(ProblemTypes.Of(type), detail, NotReadySeconds) { Title = "This is not ready yet." });

    private static ProblemHttpResult Create(
        int status, string type, string title, string detail, string? field = null, string? message = null)
    {
        var problem = field is null
            ? new ProblemDetails()
            : new HttpValidationProblemDetails(new Dictionary<string, string[]> { [field] = [message ?? detail] });
        (problem.Status, problem.Type, problem.Title, problem.Detail) = (status, ProblemTypes.Of(type), title, detail);
        return TypedResults.Problem(problem);
    }
}
