using System.Net;
using System.Net.Sockets;

namespace Capsule.Web;

/// <summary>
/// Identifies a client by its IPv4 address or its /64 network of IPv6, because the owner of one address in such a network usually has all
/// of them.
/// </summary>
public static class ClientNetwork
{
    private const int IPv6Prefix = 64;

    /// <summary>Returns the client's network in the format of PostgreSQL's <c>inet</c>; null without an address.</summary>
    public static string? Of(IPAddress? address) =>
        address switch
        {
            null => null,
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Masked(address),
            _ => address.ToString(),
        };

    // The scope of a link-local address is omitted.
    private static string Masked(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(IPv6Prefix / 8).Clear();
        return $"{new IPAddress(bytes)}/{IPv6Prefix}";
    }
}
