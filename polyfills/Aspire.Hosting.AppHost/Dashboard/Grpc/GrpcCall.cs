using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>One call: its request, its replies, its deadline and the status that it ends with.</summary>
internal sealed class GrpcCall : IDisposable
{
    private readonly HttpContext _http;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _ending;

    private GrpcCall(HttpContext http, TimeProvider time, CancellationToken stopping)
    {
        (_http, _stopping) = (http, stopping);
        _deadline = new CancellationTokenSource(Timeout(http.Request.Headers["grpc-timeout"]), time);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping, _deadline.Token);
    }

    /// <summary>Set when the caller has gone, its deadline has passed or the server stops.</summary>
    public CancellationToken Ended => _ending.Token;

    /// <summary>Answers a request by means of <paramref name="method"/> and tells the caller how it ended.</summary>
    internal static async Task AnswerAsync(
        HttpContext http, Func<GrpcCall, Task> method, Action<Exception> onError, TimeProvider time, CancellationToken stopping)
    {
        using var call = new GrpcCall(http, time, stopping);
        http.Response.ContentType = "application/grpc";
        try
        {
            await method(call);
            call.End(GrpcStatus.Ok);
        }
        catch (GrpcException error)
        {
            call.End(error.Status, error.Message);
        }
        catch (Exception error) when (call.Ended.IsCancellationRequested && error is OperationCanceledException or IOException)
        {
            call.EndEarly();
        }
        catch (Exception error)
        {
            // Whatever goes wrong in a method ends this call, not the server.
            onError(error);
            call.End(GrpcStatus.Internal, "The AppHost failed to answer.");
        }
    }

    /// <summary>Reads the request of a method that takes one message.</summary>
    internal async Task<T> RequestAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T> =>
        await GrpcFrames.ReadAsync(_http.Request.BodyReader, parser, Ended)
        ?? throw new GrpcException(GrpcStatus.InvalidArgument, "The request has no message.");

    /// <summary>Sends a reply.</summary>
    internal Task ReplyAsync(IMessage message) => GrpcFrames.WriteAsync(_http.Response.BodyWriter, message, Ended);

    /// <summary>Says that the call was accepted, although there is nothing to reply yet.</summary>
    internal Task AcceptAsync() => _http.Response.BodyWriter.FlushAsync(Ended).AsTask();

    /// <summary>Ends when the caller has sent its last message; what it sends is dropped.</summary>
    internal Task DrainAsync() => _http.Request.Body.CopyToAsync(Stream.Null, Ended);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Dispose();
        _deadline.Dispose();
    }

    private void EndEarly()
    {
        if (_deadline.IsCancellationRequested)
        {
            End(GrpcStatus.DeadlineExceeded, "The deadline has passed.");
        }
        else if (_stopping.IsCancellationRequested)
        {
            // A stream of an AppHost that stops ends like one that has no more to tell.
            End(GrpcStatus.Ok);
        }
    }

    private void End(GrpcStatus status, string? message = null)
    {
        _http.Response.AppendTrailer("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture));
        if (message is not null)
        {
            _http.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(message));
        }
    }

    // At most eight digits and a unit.
    private static TimeSpan Timeout(string? header)
    {
        if (header is not { Length: > 1 and <= 9 } || !long.TryParse(header[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return System.Threading.Timeout.InfiniteTimeSpan;
        }

        var timeout = header[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            _ => TimeSpan.Zero,
        };
        return timeout < TimeSpan.FromDays(40) ? timeout : System.Threading.Timeout.InfiniteTimeSpan;
    }
}
