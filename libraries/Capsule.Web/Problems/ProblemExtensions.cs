using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>RFC 9457 problem details for every error.</summary>
internal static class ProblemExtensions
{
    public static void AddServiceProblems(this IServiceCollection services)
    {
        // Before AddProblemDetails: the first writer that can write does.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddSingleton<IDeveloperPageExceptionFilter, DeveloperPageProblems>();

        // What does not bind is thrown, so that one place words the answer.
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(static json =>
        {
            // A missing field must not arrive as null or 0 in code that does not expect it, and one that comes twice must not mean one
            // thing here and another to whoever looked at it before. Unknown fields are ignored.
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new StorableText());
        });
    }

    public static void UseServiceProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();

        // Statuses without a body: no such route, wrong method, unsupported media type.
        app.UseStatusCodePages(static async pages =>
            await pages.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(Problem(pages.HttpContext))
        );
    }

    private static ProblemDetailsContext Problem(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status400BadRequest && UnboundParameter.Find(context) is { } name
            ? new ProblemDetailsContext { HttpContext = context, ProblemDetails = BadRequest.NotOfType(name) }
            : new ProblemDetailsContext { HttpContext = context };
}
