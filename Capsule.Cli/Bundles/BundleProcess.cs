using System.Text;
using System.Text.Json;
using Capsule.Cli.Output;
using Capsule.Cli.Results;

namespace Capsule.Cli.Bundles;

/// <summary>Runs a bundle, and reports its progress and result.</summary>
internal sealed class BundleProcess(Bundle bundle, CliHost host, Action<ServiceProgress> progress)
{
    private const int MaxLastLines = 10;

    private readonly StringBuilder _output = new();
    private readonly Queue<string> _lastLines = new();

    /// <summary>Runs the bundle with <c>--json</c>.</summary>
    /// <param name="arguments">The command and its options.</param>
    /// <param name="environment">The complete environment.</param>
    /// <param name="stop">Asks the bundle to stop, and waits for it.</param>
    /// <param name="kill">Kills the bundle.</param>
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
        // The bundle prefixes its lines with the service's name.
        var prefix = $"{bundle.Service}: ";
        var text = line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : line;
        _lastLines.Enqueue(text);
        if (_lastLines.Count > MaxLastLines)
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

    // The bundle reports a command line that it does not understand on standard error only.
    private string NoDocument(int code) =>
        code == ExitCode.Usage && _lastLines.Count > 0
            ? string.Join(' ', _lastLines)
            : $"the bundle ended with code {code} and without a result. "
                + (
                    _lastLines.Count > 0
                        ? $"Its last lines:{string.Concat(_lastLines.Select(line => $"\n  {line}"))}"
                        : "It wrote no output."
                );
}
