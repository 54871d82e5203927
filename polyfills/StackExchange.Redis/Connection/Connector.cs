using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace StackExchange.Redis.Connection;

/// <summary>Opens the stream to the server: TCP, then TLS if wanted.</summary>
internal static class Connector
{
    /// <exception cref="RedisConnectionException">It could not be opened.</exception>
    public static async Task<Stream> OpenAsync(ConfigurationOptions options, EndPoint server, CancellationToken cancellation)
    {
        var socket = server is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellation);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return options.Ssl ? await SecureAsync(options, server, stream, cancellation) : stream;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Failure(ConnectionFailureType.UnableToConnect, server, exception);
        }
        catch (AuthenticationException exception)
        {
            socket.Dispose();
            throw Failure(ConnectionFailureType.AuthenticationFailure, server, exception);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            throw exception is IOException ? Failure(ConnectionFailureType.SocketFailure, server, exception) : exception;
        }
    }

    private static async Task<Stream> SecureAsync(
        ConfigurationOptions options, EndPoint server, NetworkStream plain, CancellationToken cancellation)
    {
        var host = options.SslHost ?? (server is DnsEndPoint dns ? dns.Host : (server as IPEndPoint)?.Address.ToString()) ?? "";
        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(
                options.SslClientAuthenticationOptions?.Invoke(host) ?? TlsOptions(options, host), cancellation);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static SslClientAuthenticationOptions TlsOptions(ConfigurationOptions options, string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = options.SslProtocols ?? SslProtocols.None,
        RemoteCertificateValidationCallback = options.CertificateValidationCallback,
        CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
    };

    private static RedisConnectionException Failure(ConnectionFailureType type, EndPoint server, Exception exception) =>
        new(type, $"{type} on {EndPointCollection.ToString(server)}: {exception.Message}", exception, CommandStatus.WaitingToBeSent);
}
