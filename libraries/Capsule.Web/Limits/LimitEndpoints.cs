using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>Limits how often an endpoint may be called.</summary>
public static class LimitEndpoints
{
    /// <summary>Answers 429 with Retry-After when a client address has called too often.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">The policy's name, as in <c>AddServiceLimit</c>.</param>
    /// <exception cref="InvalidOperationException">The policy does not exist; thrown at the service's first request.</exception>
    public static RouteHandlerBuilder WithLimit(this RouteHandlerBuilder endpoint, string policy) =>
        With(endpoint, policy, static _ => ValueTask.FromResult(default(LimitedCaller)));

    /// <summary>
    /// Answers 429 with Retry-After when a client address has called too often, or when any clients have called too often for one account.
    /// </summary>
    /// <typeparam name="TRequest">The type of the handler's argument that holds the request's body.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">The policy's name, as in <c>AddServiceLimit</c>.</param>
    /// <param name="account">Returns the account that a request is about, such as an e-mail address; case-insensitive.</param>
    /// <exception cref="InvalidOperationException">The policy does not exist; thrown at the service's first request.</exception>
    public static RouteHandlerBuilder WithLimit<TRequest>(
        this RouteHandlerBuilder endpoint,
        string policy,
        Func<TRequest, string?> account
    ) => With(endpoint, policy, context => ValueTask.FromResult(new LimitedCaller(account(context.Arguments.OfType<TRequest>().Single()))));

    /// <summary>
    /// Answers 429 with Retry-After when a client address has called too often, or when any clients have called too often for one account;
    /// callers can be exempted.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">The policy's name, as in <c>AddServiceLimit</c>.</param>
    /// <param name="caller">Returns the caller's account and whether the caller is exempt.</param>
    /// <exception cref="InvalidOperationException">The policy does not exist; thrown at the service's first request.</exception>
    public static RouteHandlerBuilder WithLimit(
        this RouteHandlerBuilder endpoint,
        string policy,
        Func<HttpContext, ValueTask<LimitedCaller>> caller
    ) => With(endpoint, policy, context => caller(context.HttpContext));

    private static RouteHandlerBuilder With(
        RouteHandlerBuilder endpoint,
        string policy,
        Func<EndpointFilterInvocationContext, ValueTask<LimitedCaller>> caller
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(policy);
        var filter = new LimitFilter(policy, caller);
        return endpoint
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .AddEndpointFilterFactory(
                (factory, next) =>
                    factory.ApplicationServices.GetService<LimitPolicies>()?.Names.Contains(policy) == true
                        ? context => filter.InvokeAsync(context, next)
                        : throw new InvalidOperationException(
                            $"The limit '{policy}' does not exist: call builder.AddServiceLimit(\"{policy}\", …)."
                        )
            );
    }
}
