using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;

namespace StackExchange.Redis;

/// <summary>The addresses of a configuration; this client connects to the first that answers.</summary>
public sealed class EndPointCollection : Collection<EndPoint>
{
    private const int PlainPort = 6379;
    private const int TlsPort = 6380;

    /// <summary>No addresses.</summary>
    public EndPointCollection()
    {
    }

    /// <summary>These addresses.</summary>
    public EndPointCollection(IList<EndPoint> endpoints)
        : base(endpoints)
    {
    }

    /// <summary>An address as <c>host:port</c>.</summary>
    public static string ToString(EndPoint? endpoint) => endpoint switch
    {
        DnsEndPoint { Port: 0 } dns => dns.Host,
        DnsEndPoint dns => $"{dns.Host}:{dns.Port.ToString(CultureInfo.InvariantCulture)}",
        IPEndPoint { Port: 0 } ip => ip.Address.ToString(),
        IPEndPoint ip => ip.ToString(),
        _ => endpoint?.ToString() ?? "",
    };

    /// <summary>Reads <c>host</c>, <c>host:port</c>, an IP address or <c>[IPv6]:port</c>; null when it is none of them.</summary>
    public static EndPoint? TryParse(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (IPEndPoint.TryParse(endpoint, out var ip))
        {
            return ip;
        }

        var colon = endpoint.LastIndexOf(':');
        if (colon < 0)
        {
            return endpoint.Length == 0 ? null : new DnsEndPoint(endpoint, 0);
        }

        return colon > 0 && ushort.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new DnsEndPoint(endpoint[..colon], port)
            : null;
    }

    /// <summary>Adds <c>host:port</c>.</summary>
    /// <exception cref="ArgumentException">It is no address.</exception>
    public void Add(string hostAndPort) => Add(TryParse(hostAndPort)
        ?? throw new ArgumentException($"Could not parse host and port from '{hostAndPort}'", nameof(hostAndPort)));

    /// <summary>Adds a host name or IP address with a port.</summary>
    public void Add(string host, int port) => Add(IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(host, port));

    /// <summary>Adds an IP address with a port.</summary>
    public void Add(IPAddress host, int port) => Add(new IPEndPoint(host, port));

    /// <summary>Adds an address unless it is there already; true when it was added.</summary>
    public bool TryAdd(EndPoint endpoint)
    {
        if (Contains(endpoint))
        {
            return false;
        }

        Add(endpoint);
        return true;
    }

    internal static EndPoint WithDefaultPort(EndPoint endpoint, bool tls) => endpoint switch
    {
        DnsEndPoint { Port: 0 } dns => new DnsEndPoint(dns.Host, tls ? TlsPort : PlainPort),
        IPEndPoint { Port: 0 } ip => new IPEndPoint(ip.Address, tls ? TlsPort : PlainPort),
        _ => endpoint,
    };

    internal EndPointCollection Copy() => new([.. this]);
}
