using System.Globalization;
using System.Text;

namespace Capsule.Bench.Auth;

/// <summary>Builds the bytes of HTTP requests.</summary>
internal static class Request
{
    public static byte[] Get(string path, string? token) =>
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n"
        );

    public static byte[] Post(string path, string type, byte[] body) =>
        [
            .. Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"
                )
            ),
            .. body,
        ];
}
