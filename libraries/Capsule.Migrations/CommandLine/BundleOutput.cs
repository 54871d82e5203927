using System.Text.Json;
using System.Text.Json.Serialization;

namespace Capsule.Migrations;

/// <summary>Writes what a bundle did: lines for people, or one JSON document on standard output.</summary>
internal sealed class BundleOutput(string service, bool json, TextWriter output, TextWriter error)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether the result is one JSON document.</summary>
    public bool IsJson => json;

    /// <summary>One line while the run goes on; with JSON, on standard error.</summary>
    public void Line(string text) => (json ? error : output).WriteLine($"{service}: {text}");

    public void Report(MigrationReport report)
    {
        if (json)
        {
            Document(report);
            return;
        }

        var role = report.ApiRole is null ? "" : $", role {report.ApiRole} granted";
        Line(
            $"schema {report.Schema} of {report.Database} is up to date: {report.Applied.Count} applied, {report.AlreadyApplied} before{role}, {report.Milliseconds} ms"
        );
    }

    public void Failure(BundleExitCode code, string message)
    {
        if (json)
        {
            Document(
                new
                {
                    service,
                    error = message,
                    exitCode = (int)code,
                }
            );
        }

        error.WriteLine($"{service}: {message}");
    }

    /// <summary>A line of the result itself, for people.</summary>
    public void Text(string text) => output.WriteLine(text);

    /// <summary>Rows under a heading, for people.</summary>
    public void Table(IReadOnlyList<string> heading, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend([.. heading]).ToList();
        var widths = heading.Select((_, column) => all.Max(row => row[column].Length)).ToList();
        foreach (var row in all)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>The result, for programs.</summary>
    public void Document<T>(T document) => output.WriteLine(JsonSerializer.Serialize(document, Format));
}
