using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Capsule.Web;

/// <summary>
/// Answers 429 instead of calling the endpoint when a limit is reached, and requires a challenge after failures if a verifier is
/// registered.
/// </summary>
internal sealed class LimitFilter(string policy, Func<EndpointFilterInvocationContext, ValueTask<LimitedCaller>> caller) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var limited = await caller(context);
        if (limited.IsUnlimited)
        {
            return await next(context);
        }

        var limits = http.RequestServices.GetRequiredService<RequestLimits>();
        var (address, account) = (http.Connection.RemoteIpAddress, limited.Account);
        var count = await limits.CountAsync(policy, address, account, http.RequestAborted);
        if (count.Wait > TimeSpan.Zero)
        {
            var seconds = ((long)Math.Ceiling(count.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            http.Response.Headers.RetryAfter = seconds;
            return ApiProblem.TooManyRequests("too-many-requests", $"Too many attempts: try again in {seconds} s.");
        }

        if (http.RequestServices.GetService<IChallengeVerifier>() is not { } challenge)
        {
            return await next(context);
        }

        var after = http.RequestServices.GetRequiredService<IOptionsMonitor<LimitOptions>>().Get(policy).ChallengeAfter;
        if (count.Failures >= after && !await challenge.IsAnsweredAsync(http, policy, http.RequestAborted))
        {
            return ApiProblem.Forbidden("challenge-required", "Too many attempts failed: answer the challenge and try again.");
        }

        var result = await next(context);
        if (
            (result is INestedHttpResult nested ? nested.Result : result) is IStatusCodeHttpResult
            {
                StatusCode: StatusCodes.Status401Unauthorized
            }
        )
        {
            await limits.FailedAsync(policy, address, account, http.RequestAborted);
        }

        return result;
    }
}
