using Microsoft.AspNetCore.Diagnostics;

namespace Capsule.Web;

/// <summary>Takes the place of the stack trace that the framework shows in Development for what other middleware threw.</summary>
internal sealed class DeveloperPageProblems(IExceptionHandler handler) : IDeveloperPageExceptionFilter
{
    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) =>
        await handler.TryHandleAsync(errorContext.HttpContext, errorContext.Exception, errorContext.HttpContext.RequestAborted);
}
