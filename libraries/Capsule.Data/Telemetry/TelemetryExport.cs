using Microsoft.Extensions.Hosting;

namespace Capsule.Data;

/// <summary>Whether telemetry is exported.</summary>
internal static class TelemetryExport
{
    /// <summary>Whether OTEL_EXPORTER_OTLP_ENDPOINT is set; instrumentation is registered only then.</summary>
    public static bool ExportsTelemetry(this IHostApplicationBuilder builder) =>
        !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
}
