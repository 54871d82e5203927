using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting.Dashboard.Grpc;
using Google.Protobuf;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

/// <summary>Speaks gRPC to the resource service as the dashboard does: HTTP/2 in clear text, frames, trailers.</summary>
internal sealed class GrpcTestClient(Uri address, string? apiKey) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        BaseAddress = address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<TReply> CallAsync<TReply>(string method, IMessage request, MessageParser<TReply> parser)
        where TReply : class, IMessage<TReply>
    {
        using var call = await OpenAsync(method, request);
        var reply = await call.NextAsync(parser);
        Assert.Null(await call.NextAsync(parser));
        Assert.Equal((GrpcStatus.Ok, null), call.Status);
        return reply!;
    }

    public Task<GrpcTestCall> OpenAsync(string method, IMessage request, string? timeout = null) =>
        OpenAsync(method, new ByteArrayContent(Frame(request)), timeout);

    public async Task<GrpcTestCall> OpenAsync(string method, HttpContent body, string? timeout = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/aspire.v1.DashboardService/{method}")
        {
            Content = body,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (apiKey is not null)
        {
            request.Headers.Add("x-resource-service-api-key", apiKey);
        }

        if (timeout is not null)
        {
            request.Headers.Add("grpc-timeout", timeout);
        }

        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new GrpcTestCall(response, PipeReader.Create(await response.Content.ReadAsStreamAsync()));
    }

    public static byte[] Frame(IMessage message)
    {
        var content = message.ToByteArray();
        return [0, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(content.Length)), .. content];
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A call that has been answered at least with headers.</summary>
internal sealed class GrpcTestCall(HttpResponseMessage response, PipeReader body) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public HttpResponseMessage Response => response;

    /// <summary>The status and its message; known at the end of the body.</summary>
    public (GrpcStatus Code, string? Message) Status
    {
        get
        {
            var trailers = response.TrailingHeaders;
            var status = (GrpcStatus)int.Parse(trailers.GetValues("grpc-status").Single(), CultureInfo.InvariantCulture);
            return (status, trailers.TryGetValues("grpc-message", out var text) ? Uri.UnescapeDataString(text.Single()) : null);
        }
    }

    public Task<T?> NextAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T> =>
        GrpcFrames.ReadAsync(body, parser, CancellationToken.None).WaitAsync(Deadline);

    /// <summary>Reads to the end, where nothing but the status is expected.</summary>
    public async Task<(GrpcStatus Code, string? Message)> EndAsync()
    {
        var rest = await body.ReadAsync().AsTask().WaitAsync(Deadline);
        Assert.True(rest.IsCompleted && rest.Buffer.IsEmpty);
        return Status;
    }

    public void Dispose() => response.Dispose();
}
