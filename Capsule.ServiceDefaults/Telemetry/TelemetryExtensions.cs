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
/// Logs, traces and metrics, sent by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT is set. Without it no span and no metric is recorded.
/// </summary>
internal static class TelemetryExtensions
{
    // MassTransit and Polly bring no registration of their own.
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
        // Health is asked for every few seconds. The checks' own spans inherit the decision.
        requests.Filter = static context =>
            !context.Request.Path.StartsWithSegments(HealthExtensions.HealthPath)
            && !context.Request.Path.StartsWithSegments(HealthExtensions.AlivePath);

        // Queries may hold codes and tokens; the instrumentation's redaction keeps the names and can be turned off by an environment
        // variable.
        requests.EnrichWithHttpRequest = static (span, _) => span.SetTag("url.query", null);
    }

    private static void AddServiceLogs(this IHostApplicationBuilder builder)
    {
        // Below every other source of configuration, so that appsettings and the environment override it.
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
