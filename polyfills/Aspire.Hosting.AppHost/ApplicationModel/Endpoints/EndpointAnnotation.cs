using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port that a resource listens on.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource _everAllocated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile AllocatedEndpoint? _allocated;
    private string? _transport;

    /// <summary>Declares an endpoint.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="uriScheme">The scheme of its address; the protocol's name unless given.</param>
    /// <param name="transport">What is spoken on it; http for http and https unless given.</param>
    /// <param name="name">Its name; the scheme unless given.</param>
    /// <param name="port">The port that clients use; any free one unless given.</param>
    /// <param name="targetPort">The port that the program or container listens on.</param>
    public EndpointAnnotation(
        ProtocolType protocol, string? uriScheme = null, string? transport = null, string? name = null,
        int? port = null, int? targetPort = null)
    {
        UriScheme = uriScheme ?? ProtocolName(protocol);
        Name = name ?? UriScheme;
        ModelName.Validate(nameof(EndpointAnnotation), Name);
        Protocol = protocol;
        _transport = transport;
        Port = port;
        TargetPort = targetPort;
    }

    /// <summary>The endpoint's name, unique in its resource.</summary>
    public string Name { get; set; }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The port that clients use.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the program or container listens on.</summary>
    public int? TargetPort { get; set; }

    /// <summary>The scheme of the endpoint's address.</summary>
    public string UriScheme { get; set; }

    /// <summary>The host name that it listens under.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>What is spoken on the endpoint.</summary>
    public string Transport
    {
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : ProtocolName(Protocol));
        set => _transport = value;
    }

    /// <summary>Whether it may be reached from outside.</summary>
    public bool IsExternal { get; set; }

    /// <summary>The address that it got when the application was started; setting it releases those who wait for it.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocated;
        set
        {
            _allocated = value;
            if (value is not null)
            {
                _everAllocated.TrySetResult();
            }
        }
    }

    internal async Task<AllocatedEndpoint> WaitForAllocationAsync(CancellationToken cancellationToken)
    {
        await _everAllocated.Task.WaitAsync(cancellationToken);
        return _allocated ?? throw new InvalidOperationException($"The endpoint `{Name}` is not allocated.");
    }

    private static string ProtocolName(ProtocolType protocol) => protocol == ProtocolType.Udp ? "udp" : "tcp";
}
