using System.Text.Json;
using Capsule.Data.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Capsule.ServiceDefaults;

/// <summary>Runs a handler inside the transaction that records its answer under the caller's key.</summary>
internal sealed class IdempotencyFilter<TContext>(Func<IList<object?>, byte[]> fingerprint) : IEndpointFilter
    where TContext : DbContext
{
    private const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var values))
        {
            return await next(context);
        }

        var key = values.ToString();
        if (key.Length is 0 or > IdempotencyModel.KeyLength || values.Count != 1 || !key.All(char.IsAscii) || key.Any(char.IsControl))
        {
            return ApiProblem.Validation(Header, $"must be one value of 1 to {IdempotencyModel.KeyLength} ASCII characters.");
        }

        var store = new IdempotencyStore(http.RequestServices.GetRequiredService<TContext>());
        var attempt = new IdempotencyKey
        {
            Endpoint = Endpoint(http),
            Key = key,
            Fingerprint = fingerprint(context.Arguments),
        };
        return await RunAsync(store, attempt, () => next(context), http);
    }

    // Two callers who choose the same key must not see each other's answers.
    private static string Endpoint(HttpContext http)
    {
        var endpoint = $"{http.Request.Method} {http.Request.Path}";
        return http.User.Identity?.IsAuthenticated == true ? $"{endpoint} {http.User.UserId()}" : endpoint;
    }

    private static async Task<object?> RunAsync(
        IdempotencyStore store, IdempotencyKey attempt, Func<ValueTask<object?>> handler, HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (!await store.ClaimAsync(attempt, cancellationToken))
        {
            return Replay(await store.FindAsync(attempt, cancellationToken), attempt, http);
        }

        var result = await handler();
        var answer = result is INestedHttpResult nested ? nested.Result : result;
        if (answer is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and var status })
        {
            return result; // A refusal leaves nothing behind: the key can be used again.
        }

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        attempt.StatusCode = status;
        attempt.Body = answer is IValueHttpResult { Value: { } value } ? JsonSerializer.Serialize(value, value.GetType(), json) : null;
        attempt.Location = answer.GetType().GetProperty("Location")?.GetValue(answer) as string;
        await store.RecordAsync(attempt, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static IResult Replay(IdempotencyKey? answered, IdempotencyKey attempt, HttpContext http)
    {
        if (answered is null)
        {
            return ApiProblem.Conflict("idempotency-key-in-use", "A request with this Idempotency-Key was just undone: send it again.");
        }

        if (!answered.Fingerprint.AsSpan().SequenceEqual(attempt.Fingerprint))
        {
            return ApiProblem.Unprocessable(
                "idempotency-key-reused", "This Idempotency-Key was used for another request: use a new key for a new request.");
        }

        http.Response.Headers["Idempotency-Replayed"] = "true";
        if (answered.Location is not null)
        {
            http.Response.Headers.Location = answered.Location;
        }

        return Results.Text(answered.Body ?? "", "application/json", System.Text.Encoding.UTF8, answered.StatusCode);
    }
}
