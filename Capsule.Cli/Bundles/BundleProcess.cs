using System.Text;
using System.Text.Json;
using Capsule.Cli.Output;
using Capsule.Cli.Results;

namespace Capsule.Cli.Bundles;

/// <summary>A run of a bundle: its progress, and its result.</summary>
internal sealed class BundleProcess(Bundle bundle, CliHost host, Action<ServiceProgress> progress)
{
    private const int LinesKept = 10;

    private readonly StringBuilder _output = new();
    private readonly Queue<string> _lastLines = new();

    /// <summary>Runs it with <c>--json</c>.</summary>
    /// <param name="arguments">Command and options.</param>
    /// <param name="environment">Its environment, whole.</param>
    /// <param name="stop">Asks it to stop, and waits for it.</param>
    /// <param name="kill">Ends it at once.</param>
    public async Task<ServiceResult> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken stop,
        CancellationToken kill
    )
    {
        var start = host.Clock.GetTimestamp();
        var invocation = new BundleInvocation(bundle, [.. arguments, "--json"], host.Folder, environment)
        {
            Output = Keep,
            Error = Tell,
            Kill = kill,
        };
        try
        {
            var code = await host.RunBundle(invocation, stop);
            return Result(code, (long)host.Clock.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (CliException exception)
        {
            return new ServiceResult(bundle.Service, exception.ExitCode, null, exception.Message, 0);
        }
    }

    private void Keep(string line) => _output.AppendLine(line);

    private void Tell(string line)
    {
        // A bundle names its service itself.
        var prefix = $"{bundle.Service}: ";
        var text = line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : line;
        _lastLines.Enqueue(text);
        if (_lastLines.Count > LinesKept)
        {
            _lastLines.Dequeue();
        }

        progress(new ServiceProgress(bundle.Service, text));
    }

    private ServiceResult Result(int code, long milliseconds)
    {
        if (Document() is not { } document)
        {
            return new ServiceResult(bundle.Service, code == 0 ? ExitCode.NoResult : code, null, NoDocument(code), milliseconds);
        }

        var error = Cell.Property(document, "error");
        return error.ValueKind == JsonValueKind.String
            ? new ServiceResult(bundle.Service, code == 0 ? ExitCode.NoResult : code, null, error.GetString(), milliseconds)
            : new ServiceResult(bundle.Service, code, document, null, milliseconds);
    }

    private JsonElement? Document()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(_output.ToString());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What is not understood by the bundle's own command line is said on standard error alone.
    private string NoDocument(int code) =>
        code == ExitCode.Usage && _lastLines.Count > 0
            ? string.Join(' ', _lastLines)
            : $"the bundle ended with code {code} and without a result. "
                + (_lastLines.Count > 0 ? $"Its last lines:{string.Concat(_lastLines.Select(line => $"\n  {line}"))}" : "It said nothing.");
}
