using System.IO.Pipelines;

namespace StackExchange.Redis.Connection;

internal sealed partial class ServerConnection
{
    private const long MaxReply = 1L << 30;

    private async Task FlushAsync()
    {
        try
        {
            while (true)
            {
                await _flush.WaitAsync();
                ValueTask<FlushResult> gathered;
                lock (_gate)
                {
                    if (_closed)
                    {
                        return;
                    }

                    _flushing = false;
                    gathered = _output.Writer.FlushAsync();
                }

                // Completes at once: the pipe has no limit, the callers' timeouts are the limit.
                await gathered;

                while (_output.Reader.TryRead(out var written) && !written.Buffer.IsEmpty)
                {
                    Volatile.Write(ref _lastWrite, Environment.TickCount64);
                    foreach (var segment in written.Buffer)
                    {
                        await _stream.WriteAsync(segment);
                    }

                    _output.Reader.AdvanceTo(written.Buffer.End);
                }
            }
        }
        catch (Exception exception)
        {
            Close(exception);
        }
        finally
        {
            await _output.Reader.CompleteAsync();
        }
    }
}
