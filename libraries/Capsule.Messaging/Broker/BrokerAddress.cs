using Capsule.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging;

/// <summary>The broker's address.</summary>
internal sealed record BrokerAddress(Uri Uri)
{
    public string Host => Uri.Host;

    public bool Tls => Uri.Scheme == "amqps";

    public int Port =>
        Uri.Port > 0 ? Uri.Port
        : Tls ? 5671
        : 5672;

    public string VirtualHost => Uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(Uri.AbsolutePath[1..]) : "/";

    public string User => UserInfo(0) ?? "guest";

    public string Password => UserInfo(1) ?? "guest";

    /// <summary>Returns the address from the first setting that has a value.</summary>
    /// <exception cref="InvalidOperationException">
    /// No setting has a value, the value is no AMQP address, or the address is without TLS where TLS is required. The message names the
    /// settings.
    /// </exception>
    public static BrokerAddress From(IConfiguration configuration, IHostEnvironment environment)
    {
        var setting =
            Array.Find(BrokerSettings.Names, name => !string.IsNullOrWhiteSpace(configuration[name]))
            ?? throw new InvalidOperationException(
                $"No message broker is configured: set one of {string.Join(", ", BrokerSettings.Names)} to "
                    + "amqp://user:password@host:port/virtual-host."
            );

        if (
            !Uri.TryCreate(configuration[setting], UriKind.Absolute, out var uri)
            || uri.Scheme is not ("amqp" or "amqps")
            || uri.Host.Length == 0
        )
        {
            throw new InvalidOperationException($"{setting} is not a URL such as amqp://user:password@host:port/virtual-host.");
        }

        var address = new BrokerAddress(uri);
        return address.Tls || InsecureTransport.IsAllowed(configuration, environment, InsecureTransport.Messaging)
            ? address
            : throw new InvalidOperationException(
                $"{setting} is a URL without TLS, which is refused in the environment \"{environment.EnvironmentName}\": use "
                    + "amqps:// (port 5671). "
                    + InsecureTransport.HowToAllow(InsecureTransport.Messaging)
            );
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Uri.Scheme}://{Host}:{Port}{Uri.AbsolutePath}";

    private string? UserInfo(int part) =>
        Uri.UserInfo.Split(':', 2) is var parts && parts.Length > part && parts[part].Length > 0
            ? Uri.UnescapeDataString(parts[part])
            : null;
}
