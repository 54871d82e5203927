using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;

namespace Capsule.Web;

/// <summary>
/// Converts an exception to a problem: an error of the client, an unavailable dependency, or a bug. The problem never contains a stack
/// trace.
/// </summary>
internal sealed class ExceptionProblems(IProblemDetailsService problems, ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    public const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Problem(httpContext, exception);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
    }

    private ProblemDetails Problem(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                logger.LogDebug(bad, "Bad request: {Method} {Path}", context.Request.Method, context.Request.Path);
                return BadRequest.Explain(bad) ?? new ProblemDetails { Status = bad.StatusCode };
            case JsonException json:
                return BadRequest.Explain(json);
            case PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }:
                // The character was in a path or query, because a body is refused earlier, with the field's name.
                return new ProblemDetails
                {
                    Status = StatusCodes.Status400BadRequest,
                    Detail = "Text must not contain the character U+0000.",
                };
        }

        Activity.Current?.AddException(exception);
        if (exception is ServiceBusyException busy)
        {
            logger.LogDebug("Busy: {Method} {Path}", context.Request.Method, context.Request.Path);
            return new UnavailableProblem(
                ProblemTypes.Unavailable,
                busy.Message,
                busy.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)
            );
        }

        if (IsAway(exception))
        {
            logger.LogWarning(exception, "A dependency does not answer: {Method} {Path}", context.Request.Method, context.Request.Path);
            return new UnavailableProblem(
                ProblemTypes.Unavailable,
                "A dependency of the service does not answer. Try again later.",
                RetryAfterSeconds
            );
        }

        logger.LogError(exception, "Unhandled exception: {Method} {Path}", context.Request.Method, context.Request.Path);
        return new ProblemDetails
        {
            Status = StatusCodes.Status500InternalServerError,
            Title = "An internal error occurred.",
            Detail = "The error was logged with the trace id.",
        };
    }

    // EF Core wraps the driver's exceptions.
    private static bool IsAway(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is NpgsqlException { IsTransient: true } or ExecutionRejectedException or HttpRequestException)
            {
                return true;
            }
        }

        return false;
    }
}
