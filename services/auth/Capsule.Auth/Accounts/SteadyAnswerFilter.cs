namespace Capsule.Auth.Accounts;

/// <summary>Lets an endpoint's answer take <see cref="AccountOptions.AnswerTime"/> at least (<see cref="SteadyAnswer"/>).</summary>
internal sealed class SteadyAnswerFilter(SteadyAnswer answer) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? result = null;
        await answer.AfterAsync(async () => result = await next(context), context.HttpContext.RequestAborted);
        return result;
    }
}
