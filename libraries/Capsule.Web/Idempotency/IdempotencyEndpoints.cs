using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Web;

/// <summary>Makes a POST safe to repeat with the header <c>Idempotency-Key</c>.</summary>
public static class IdempotencyEndpoints
{
    /// <summary>
    /// Honours the header <c>Idempotency-Key</c>: the effect of the first request and its response commit together, and a repetition within
    /// 24 hours gets the same response. Requests without the header are not affected. The handler must return
    /// <see cref="TransactionalWork{TResult}"/>.
    /// </summary>
    /// <typeparam name="TContext">The context whose transaction the handler's work joins; it must map the idempotency keys.</typeparam>
    /// <typeparam name="TRequest">The type of the handler's argument that holds the request's body.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="identity">Returns what must be equal in a repetition. It is stored as a hash; leave secrets out.</param>
    /// <param name="owner">
    /// Returns the owner of the keys, such as an e-mail address, for endpoints that allow anonymous callers; otherwise the caller is the
    /// owner.
    /// </param>
    public static RouteHandlerBuilder WithIdempotencyKey<TContext, TRequest>(
        this RouteHandlerBuilder endpoint,
        Func<TRequest, object> identity,
        Func<TRequest, string>? owner = null
    )
        where TContext : DbContext
    {
        endpoint.Finally(builder =>
        {
            if (owner is null && !builder.Metadata.Any(static data => data is IAuthorizeData or AuthorizationPolicy))
            {
                throw new InvalidOperationException(
                    $"{builder.DisplayName} allows anonymous callers, so WithIdempotencyKey needs an owner for their keys."
                );
            }
        });
        endpoint
            .WithMetadata(new IdempotencyKeyMetadata())
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return endpoint.AddEndpointFilter(
            new IdempotencyFilter<TContext>(
                arguments => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(identity(Request(arguments)))),
                owner is null ? null : arguments => owner(Request(arguments))
            )
        );

        static TRequest Request(IList<object?> arguments) => arguments.OfType<TRequest>().Single();
    }
}
