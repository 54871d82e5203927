using System.Net;

namespace Capsule.Web;

/// <summary>Settings of section <c>ForwardedHeaders</c>: the proxies in front of the service.</summary>
internal sealed class ForwardedHeaderSettings
{
    public const string Section = "ForwardedHeaders";

    /// <summary>
    /// The proxies' networks or addresses, separated by commas: <c>10.0.0.0/8, 192.0.2.4</c>. By default there are none, and the headers
    /// are ignored.
    /// </summary>
    public string? TrustedNetworks { get; set; }

    /// <summary>Maximum number of proxies that a request passes; further entries of the header were written by the client.</summary>
    public int Hops { get; set; } = 1;

    public string[] Parts => (TrustedNetworks ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<IPNetwork> Networks => Parts.Select(static part => Network(part)).OfType<IPNetwork>();

    /// <summary>Returns the network that a text names; null when it names no network, or all addresses.</summary>
    public static IPNetwork? Network(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network : null;
    }
}
