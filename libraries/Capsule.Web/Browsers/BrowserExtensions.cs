using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Capsule.Web;

/// <summary>Sets the security headers of responses and the CORS policy.</summary>
internal static class BrowserExtensions
{
    // An API response loads nothing and may not be framed. An endpoint that returns a page sets its own policy.
    private const string NothingLoads = "default-src 'none'; frame-ancestors 'none'";
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan HstsAge = TimeSpan.FromDays(365);

    public static void AddServiceSecurity(this IServiceCollection services)
    {
        services
            .AddOptions<CorsSettings>()
            .BindConfiguration(CorsSettings.Section)
            .Validate(
                cors => cors.Origins.All(CorsSettings.IsOrigin),
                "Cors:AllowedOrigins must be a comma-separated list of origins such as https://app.example.com: scheme, host and "
                    + "port, in lower case, without path or *."
            )
            .ValidateOnStart();
        services.AddCors();
        services
            .AddOptions<CorsOptions>()
            .Configure<IOptions<CorsSettings>>(
                static (cors, settings) =>
                    cors.AddDefaultPolicy(policy =>
                        policy
                            .WithOrigins(settings.Value.Origins)
                            .AllowAnyHeader()
                            .AllowAnyMethod()
                            .WithExposedHeaders(
                                HeaderNames.Location,
                                HeaderNames.RetryAfter,
                                HeaderNames.WWWAuthenticate,
                                "Idempotency-Replayed"
                            )
                            .SetPreflightMaxAge(PreflightAge)
                    )
            );
        services.Configure<HstsOptions>(static hsts => hsts.MaxAge = HstsAge);
    }

    public static void UseSecurityHeaders(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        // The headers are set when the response starts, because error handling clears headers that were set earlier.
        app.Use(
            static (context, next) =>
            {
                context.Response.OnStarting(static response => Set((HttpResponse)response), context.Response);
                return next(context);
            }
        );
    }

    private static Task Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, NothingLoads);
        return Task.CompletedTask;
    }
}
