using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>Bounds how often an endpoint is called.</summary>
public static class LimitEndpoints
{
    /// <summary>Answers 429 with Retry-After once a client address has called too often.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">The policy's name, as in <c>AddServiceLimit</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such policy; thrown at the first request, whichever.</exception>
    public static RouteHandlerBuilder WithLimit(this RouteHandlerBuilder endpoint, string policy) =>
        With(endpoint, policy, static _ => ValueTask.FromResult(default(LimitedCaller)));

    /// <summary>Answers 429 with Retry-After once a client address, or anybody for an account, has called too often.</summary>
    /// <typeparam name="TRequest">The handler's argument that holds the request's body.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">The policy's name, as in <c>AddServiceLimit</c>.</param>
    /// <param name="account">The account that a request is about, such as an e-mail address; case does not matter.</param>
    /// <exception cref="InvalidOperationException">There is no such policy; thrown at the first request, whichever.</exception>
    public static RouteHandlerBuilder WithLimit<TRequest>(
        this RouteHandlerBuilder endpoint,
        string policy,
        Func<TRequest, string?> account
    ) => With(endpoint, policy, context => ValueTask.FromResult(new LimitedCaller(account(context.Arguments.OfType<TRequest>().Single()))));

    /// <summary>
    /// Answers 429 with Retry-After once a client address, or anybody for an account, has called too often; some may call as often as they
    /// like.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="policy">The policy's name, as in <c>AddServiceLimit</c>.</param>
    /// <param name="caller">Who calls, as far as that counts.</param>
    /// <exception cref="InvalidOperationException">There is no such policy; thrown at the first request, whichever.</exception>
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
                            $"There is no limit '{policy}': call builder.AddServiceLimit(\"{policy}\", …)."
                        )
            );
    }
}
