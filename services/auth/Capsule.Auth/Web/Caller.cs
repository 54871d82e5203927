using System.Buffers;
using System.Net;

namespace Capsule.Auth.Web;

/// <summary>The device and the address that a request comes from.</summary>
internal static class Caller
{
    /// <summary>Maximum length of a device name in characters; the rest is cut off.</summary>
    public const int MaxDeviceLength = 400;

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl),
    ]);

    /// <summary>Returns the user agent without control characters, cut to <see cref="MaxDeviceLength"/>.</summary>
    public static string Device(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var device =
            agent.Length <= MaxDeviceLength && !agent.AsSpan().ContainsAny(Controls)
                ? agent
                : new string([.. agent.Where(letter => !char.IsControl(letter)).Take(MaxDeviceLength)]);

        // PostgreSQL refuses half a surrogate pair, which the cut may leave at the end.
        return device.Length == 0 ? "unknown"
            : char.IsHighSurrogate(device[^1]) ? device[..^1]
            : device;
    }

    /// <summary>Returns the IP address; an IPv4 address is returned as one even when it came through an IPv6 socket.</summary>
    public static IPAddress? Address(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
}
