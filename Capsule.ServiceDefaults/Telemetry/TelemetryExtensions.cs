using Capsule.Data;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Capsule.ServiceDefaults;

/// <summary>
/// Exports logs, traces and metrics by OTLP if OTEL_EXPORTER_OTLP_ENDPOINT is set. Otherwise no spans and metrics are recorded.
/// </summary>
internal static class TelemetryExtensions
{
    // These libraries have no registration method of their own.
    private static readonly string[] Sources = ["MassTransit", "Capsule.*"];
    private static readonly string[] Meters = ["MassTransit", "Polly", "Capsule.*"];

    // Traces already describe each request and command.
    private static readonly Dictionary<string, string?> QuietCategories = new()
    {
        ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Npgsql"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:Polly"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:StackExchange.Redis"] = nameof(LogLevel.Warning),
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = nameof(LogLevel.Warning),
    };

    public static void AddServiceTelemetry(this IHostApplicationBuilder builder)
    {
        builder.AddServiceLogs();
        if (builder.ExportsTelemetry())
        {
            builder.AddExport();
        }
    }

    private static void AddExport(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(static logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        });
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => NameService(resource, builder))
            .WithTracing(static tracing =>
                tracing.AddAspNetCoreInstrumentation(DescribeRequests).AddHttpClientInstrumentation().AddNpgsql().AddSource(Sources)
            )
            .WithMetrics(static metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddNpgsqlInstrumentation()
                    .AddMeter(Meters)
            )
            .UseOtlpExporter();
    }

    private static void DescribeRequests(AspNetCoreTraceInstrumentationOptions requests)
    {
        // Health endpoints are polled every few seconds. The spans of the checks inherit this decision.
        requests.Filter = static context =>
            !context.Request.Path.StartsWithSegments(HealthExtensions.HealthPath)
            && !context.Request.Path.StartsWithSegments(HealthExtensions.AlivePath);

        // Queries may contain codes and tokens. The instrumentation's own redaction keeps the names, and an environment variable can
        // disable it.
        requests.EnrichWithHttpRequest = static (span, _) => span.SetTag("url.query", null);
    }

    private static void AddServiceLogs(this IHostApplicationBuilder builder)
    {
        // The lowest configuration source, so that appsettings and the environment override it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietCategories });
        if (!builder.Environment.IsDevelopment())
        {
            builder.Logging.AddJsonConsole(static console =>
            {
                console.IncludeScopes = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
            });
        }
    }

    private static void NameService(ResourceBuilder resource, IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_SERVICE_NAME"]))
        {
            resource.AddService(builder.Environment.ApplicationName);
        }
    }
}
