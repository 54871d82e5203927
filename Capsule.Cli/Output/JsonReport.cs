using System.Text.Json;
using Capsule.Cli.Results;

namespace Capsule.Cli.Output;

/// <summary>Writes results as one JSON document.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the results of all services; <c>result</c> is a bundle's document.</summary>
    public static void Write(TextWriter output, OperationResult result) =>
        Write(
            output,
            new
            {
                command = result.Command,
                exitCode = result.ExitCode,
                services = result.Services.Select(service => new
                {
                    service = service.Service,
                    ok = service.IsOk,
                    exitCode = service.ExitCode,
                    error = service.Error,
                    milliseconds = service.Milliseconds,
                    result = service.Document,
                }),
            }
        );

    /// <summary>Writes the reason why there are no results.</summary>
    public static void Write(TextWriter output, CliException exception) =>
        Write(output, new { error = exception.Message, exitCode = exception.ExitCode });

    /// <summary>Writes any document.</summary>
    public static void Write<T>(TextWriter output, T document) => output.WriteLine(JsonSerializer.Serialize(document, Format));
}
