namespace Capsule.Auth.Accounts;

/// <summary>Makes an endpoint's answer take at least <see cref="AccountOptions.AnswerTime"/> (<see cref="SteadyAnswer"/>).</summary>
internal sealed class SteadyAnswerFilter(SteadyAnswer answer) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? result = null;
        await answer.AfterAsync(async () => result = await next(context), context.HttpContext.RequestAborted);
        return result;
    }
}
