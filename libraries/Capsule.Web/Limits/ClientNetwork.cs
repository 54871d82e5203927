using System.Net;
using System.Net.Sockets;

namespace Capsule.Web;

/// <summary>
/// One client: an IPv4 address, or a /64 network of IPv6, because whoever has one address of such a network has all of them.
/// </summary>
public static class ClientNetwork
{
    private const int IPv6Prefix = 64;

    /// <summary>Returns the client's network as PostgreSQL's <c>inet</c> reads it; null without an address.</summary>
    public static string? Of(IPAddress? address) =>
        address switch
        {
            null => null,
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Masked(address),
            _ => address.ToString(),
        };

    // Without the scope of a link-local address.
    private static string Masked(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(IPv6Prefix / 8).Clear();
        return $"{new IPAddress(bytes)}/{IPv6Prefix}";
    }
}
