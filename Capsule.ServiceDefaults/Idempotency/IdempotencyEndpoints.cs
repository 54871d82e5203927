using System.Security.Cryptography;
using System.Text.Json;
using Capsule.ServiceDefaults.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Capsule.ServiceDefaults;

/// <summary>Lets a POST be repeated safely under an <c>Idempotency-Key</c> header.</summary>
public static class IdempotencyEndpoints
{
    /// <summary>
    /// Honours the header <c>Idempotency-Key</c>: the first request's effect and its answer commit together, and a repetition within
    /// 24 hours gets the same answer. Without the header nothing changes.
    /// </summary>
    /// <typeparam name="TContext">The context whose transaction the handler's work joins; it maps the idempotency keys.</typeparam>
    /// <typeparam name="TRequest">The handler's argument that holds the request's body.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="identity">What must be the same for a repetition to count as one. It is kept as a hash: leave secrets out.</param>
    public static RouteHandlerBuilder WithIdempotencyKey<TContext, TRequest>(
        this RouteHandlerBuilder endpoint, Func<TRequest, object> identity)
        where TContext : DbContext =>
        endpoint.WithMetadata(new IdempotencyKeyMetadata())
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .AddEndpointFilter(new IdempotencyFilter<TContext>(arguments =>
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(identity(arguments.OfType<TRequest>().Single())))));
}
