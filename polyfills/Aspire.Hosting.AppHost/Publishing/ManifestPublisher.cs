using System.Text.Encodings.Web;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest to the file that the command line names.</summary>
internal sealed class ManifestPublisher(IConfiguration configuration, ILogger<ManifestPublisher> logger)
{
    private const string FileName = "aspire-manifest.json";
    private const string Step = "publish-manifest";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    public async Task PublishAsync(DistributedApplicationModel model, CancellationToken cancellationToken)
    {
        var path = OutputPath();
        var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, Options))
        {
            new ManifestWriter(json, Path.GetDirectoryName(path)!).Write(model);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, buffer.ToArray(), cancellationToken);
        logger.LogInformation("Published manifest to: {ManifestPath}", path);
    }

    private string OutputPath()
    {
        var publisher = configuration["Publishing:Publisher"] ?? "manifest";
        var step = configuration["Pipeline:Step"] ?? Step;
        if (!publisher.Equals("manifest", StringComparison.OrdinalIgnoreCase) || step != Step)
        {
            throw new DistributedApplicationException(
                $"Only the manifest can be published without the official packages, not publisher '{publisher}', step '{step}'.");
        }

        var path = configuration["Pipeline:OutputPath"] ?? throw new DistributedApplicationException(
            "The '--output-path [path]' option was not specified even though manifest publishing was requested.");
        return Path.GetFullPath(path.EndsWith(".json", StringComparison.Ordinal) ? path : Path.Combine(path, FileName));
    }
}
