using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets resources send telemetry to the dashboard.</summary>
public static class OtlpConfigurationExtensions
{
    /// <summary>
    /// Sets the OpenTelemetry variables to the dashboard's address; the runtime adds <c>service.instance.id</c> for each instance.
    /// </summary>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        var application = builder.ApplicationBuilder;
        return builder.WithAnnotation(new OtlpExporterAnnotation(), ResourceAnnotationMutationBehavior.Replace).WithEnvironment(context =>
        {
            var variables = context.EnvironmentVariables;
            if (context.ExecutionContext.IsPublishMode || application.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is not { } address)
            {
                return;
            }

            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = address;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            variables["OTEL_SERVICE_NAME"] = builder.Resource.Name;
            if (application.Configuration["AppHost:OtlpApiKey"] is { } key)
            {
                variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
            }

            if (application.Environment.IsDevelopment())
            {
                AddDevelopmentSettings(variables);
            }
        });
    }

    // Exports every second and keeps everything, so that the dashboard shows what has just happened.
    private static void AddDevelopmentSettings(Dictionary<string, object> variables)
    {
        const string Milliseconds = "1000";
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = Milliseconds;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = Milliseconds;
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = Milliseconds;
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
    }
}
