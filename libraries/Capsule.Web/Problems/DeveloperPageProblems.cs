using Microsoft.AspNetCore.Diagnostics;

namespace Capsule.Web;

/// <summary>Replaces the stack trace that the framework returns in Development for exceptions of other middleware.</summary>
internal sealed class DeveloperPageProblems(IExceptionHandler handler) : IDeveloperPageExceptionFilter
{
    public async Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next) =>
        await handler.TryHandleAsync(errorContext.HttpContext, errorContext.Exception, errorContext.HttpContext.RequestAborted);
}
