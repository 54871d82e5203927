using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>Returns RFC 9457 problem details for every error.</summary>
internal static class ProblemExtensions
{
    public static void AddServiceProblems(this IServiceCollection services)
    {
        // Registered before AddProblemDetails, because the first suitable writer is used.
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddSingleton<IDeveloperPageExceptionFilter, DeveloperPageProblems>();

        // Binding errors are thrown, so that one place decides the response's text.
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(static json =>
        {
            // A missing field must not reach the code as null or 0, and a duplicate field must not be read differently by this service and
            // by a proxy in front of it. Unknown fields are ignored.
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

        // These are statuses without a body: unknown route, wrong method, unsupported media type.
        app.UseStatusCodePages(static async pages =>
            await pages.HttpContext.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(Problem(pages.HttpContext))
        );
    }

    private static ProblemDetailsContext Problem(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status400BadRequest && UnboundParameter.Find(context) is { } name
            ? new ProblemDetailsContext { HttpContext = context, ProblemDetails = BadRequest.NotOfType(name) }
            : new ProblemDetailsContext { HttpContext = context };
}
