using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Dashboard.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard.Feed;

/// <summary>Serves the resources to the dashboard: gRPC on Kestrel, over HTTP/2 in clear text, on the loopback interface, with a key.</summary>
internal sealed class ResourceService : IAsyncDisposable
{
    private const string ApiKeyHeader = "x-resource-service-api-key";
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ResourceServiceMethods _methods;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly byte[] _keyHash;
    private readonly WebApplication _server;

    /// <summary>Listens on <paramref name="port"/> once started; 0 takes a free one.</summary>
    internal ResourceService(int port, string apiKey, ResourceServiceMethods methods, TimeProvider time, ILogger logger)
    {
        (_methods, _time, _logger, _keyHash) = (methods, time, logger, Hash(apiKey));

        // Empty: the AppHost's own configuration (ASPNETCORE_URLS is the dashboard's) must not reach this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A stream that is silent for hours is how the dashboard listens.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Where it listens; known once started.</summary>
    public Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    internal Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Ends the open streams, so that nothing holds the server up but a caller that does not read.
        await _stopping.CancelAsync();
        using (var deadline = new CancellationTokenSource(StopDeadline, _time))
        {
            await _server.StopAsync(deadline.Token);
        }

        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private Task AnswerAsync(HttpContext http) => GrpcCall.AnswerAsync(
        http,
        call => MethodFor(http.Request)(call),
        error => _logger.LogError(error, "The dashboard's call to {Path} failed", http.Request.Path),
        _time,
        _stopping.Token);

    private Func<GrpcCall, Task> MethodFor(HttpRequest request)
    {
        if (!CryptographicOperations.FixedTimeEquals(Hash(request.Headers[ApiKeyHeader].ToString()), _keyHash))
        {
            throw new GrpcException(GrpcStatus.Unauthenticated, $"The header {ApiKeyHeader} does not carry the key of this AppHost.");
        }

        _logger.LogDebug("The dashboard calls {Path}", request.Path);
        return _methods.Find(request.Path) ?? throw new GrpcException(GrpcStatus.Unimplemented, $"There is no method {request.Path}.");
    }

    // Of equal length, whatever the caller sends.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
