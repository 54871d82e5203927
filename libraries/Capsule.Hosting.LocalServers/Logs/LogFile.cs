using System.Text;

namespace Capsule.Hosting.LocalServers;

/// <summary>
/// The log file of one resource. When it is full, it becomes <c>NAME.1.log</c> and a new file begins, so the end of the log is always kept.
/// </summary>
internal sealed class LogFile(string folder, string name, long maxBytes) : IAsyncDisposable
{
    private readonly string _path = Path.Combine(folder, name + ".log");
    private StreamWriter? _writer;
    private long _bytes;

    /// <summary>Writes lines and flushes them, so that they survive a kill of the AppHost.</summary>
    public async Task WriteAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (_writer is null || _bytes > maxBytes)
            {
                await BeginAsync().ConfigureAwait(false);
            }

            await _writer!.WriteLineAsync(line).ConfigureAwait(false);
            _bytes += Encoding.UTF8.GetByteCount(line) + 1;
        }

        if (_writer is not null)
        {
            await _writer.FlushAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task BeginAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        if (File.Exists(_path))
        {
            File.Move(_path, Path.Combine(folder, name + ".1.log"), overwrite: true);
        }

        _writer = new StreamWriter(_path);
        _bytes = 0;
    }
}
