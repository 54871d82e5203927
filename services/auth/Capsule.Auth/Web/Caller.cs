using System.Buffers;
using System.Net;
using Capsule.Auth.Sessions;

namespace Capsule.Auth.Web;

/// <summary>Where a request comes from.</summary>
internal static class Caller
{
    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>The user agent, as far as it can be stored.</summary>
    public static string Device(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        var device = agent.Length <= Session.DeviceLength && !agent.AsSpan().ContainsAny(Controls)
            ? agent
            : new string([.. agent.Where(letter => !char.IsControl(letter)).Take(Session.DeviceLength)]);

        // Half of a pair, where the end was, is no text that the database takes.
        return device.Length == 0 ? "unknown" : char.IsHighSurrogate(device[^1]) ? device[..^1] : device;
    }

    /// <summary>The address; IPv4 as such, whatever the socket.</summary>
    public static IPAddress? Address(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
}
