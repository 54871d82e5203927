using Capsule.Data.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>
/// Prepares a handler's work outside any transaction, and then runs it inside the transaction that stores its response under the caller's
/// key.
/// </summary>
/// <param name="fingerprint">Returns the hash of what must be equal in a repetition.</param>
/// <param name="owner">Returns the owner of an anonymous caller's keys.</param>
internal sealed class IdempotencyFilter<TContext>(Func<IList<object?>, byte[]> fingerprint, Func<IList<object?>, string>? owner)
    : IEndpointFilter
    where TContext : DbContext
{
    private const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var values))
        {
            // The handler is called here, so that filters around this one cover all of its work.
            var prepared = await next(context);
            return prepared is ITransactionalWork work ? await work.RunAsync(http.RequestAborted) : prepared;
        }

        var key = values.ToString();
        if (key.Length is 0 or > IdempotencySchema.KeyLength || values.Count != 1 || !key.All(char.IsAscii) || key.Any(char.IsControl))
        {
            return ApiProblem.Validation(Header, $"must be one value of 1 to {IdempotencySchema.KeyLength} ASCII characters.");
        }

        var store = new IdempotencyStore(http.RequestServices.GetRequiredService<TContext>());
        var attempt = new IdempotencyKey
        {
            Endpoint = $"{http.Request.Method} {http.Request.Path} {KeySpace.Of(http.User, () => owner!(context.Arguments))}",
            Key = key,
            Fingerprint = fingerprint(context.Arguments),
        };

        // A repetition costs one query and no work.
        if (await store.FindAsync(attempt, http.RequestAborted) is { } answered)
        {
            return Repeat(answered, attempt);
        }

        return await next(context) switch
        {
            ITransactionalWork keyed => await RunAsync(store, attempt, keyed, http),
            IStatusCodeHttpResult { StatusCode: >= 200 and < 300 } => throw new InvalidOperationException(
                $"{http.Request.Path} accepts {Header}, so its handler must return TransactionalWork; otherwise the key and the "
                    + "work would not commit together."
            ),
            var refusal => refusal,
        };
    }

    private static async Task<IResult> RunAsync(IdempotencyStore store, IdempotencyKey attempt, ITransactionalWork work, HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        await using var transaction = await store.BeginAsync(cancellationToken);
        if (!await store.ClaimAsync(attempt, cancellationToken))
        {
            return await store.FindAsync(attempt, cancellationToken) is { } answered
                ? Repeat(answered, attempt)
                : ApiProblem.Conflict(
                    "idempotency-key-in-use",
                    "A request with this Idempotency-Key was rolled back. Send the request again."
                );
        }

        var result = await work.RunAsync(cancellationToken);
        if ((result is INestedHttpResult nested ? nested.Result : result) is not IStatusCodeHttpResult { StatusCode: >= 200 and < 300 })
        {
            return result; // A refusal is not stored, so the key can be used again.
        }

        var answer = await StoredResponse.CaptureAsync(result, http);
        answer.WriteTo(attempt);
        await store.RecordAsync(attempt, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return answer;
    }

    private static IResult Repeat(IdempotencyKey answered, IdempotencyKey attempt) =>
        answered.Fingerprint.AsSpan().SequenceEqual(attempt.Fingerprint)
            ? StoredResponse.Read(answered)
            : ApiProblem.Unprocessable(
                "idempotency-key-reused",
                "This Idempotency-Key was used for another request. Use a new key for a new request."
            );
}
