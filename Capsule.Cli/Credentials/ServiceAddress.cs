using System.CommandLine;

namespace Capsule.Cli.Credentials;

/// <summary>Finds the address of a service's API.</summary>
internal static class ServiceAddress
{
    private const string Development = "http://localhost:7210";

    /// <summary>Creates the option for the address.</summary>
    public static Option<string?> Option() =>
        new("--server", "--url")
        {
            Description =
                $"Address of the service (default: CAPSULE_AUTH_URL, or {Development} in Development, or the address of your login).",
            HelpName = "URL",
        };

    /// <summary>Returns the address from the option, the environment variable, the development default, or the only stored login.</summary>
    /// <exception cref="CliException">The address is missing, malformed, or without TLS.</exception>
    public static Uri Find(CliHost host, string service, string? given, string environment)
    {
        var variable = $"CAPSULE_{service.ToUpperInvariant()}_URL";
        var isDevelopment = string.Equals(environment, "Development", StringComparison.OrdinalIgnoreCase);
        var text = given ?? host.Variable(variable) ?? (isDevelopment ? Development : OfLogin(host, service, variable));
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Scheme: "https" or "http" })
        {
            throw new CliException(ExitCode.Configuration, $"\"{text}\" is not an address such as https://auth.example.com.");
        }

        return IsSafe(address)
            ? new Uri($"{address.Scheme}://{address.Authority}")
            : throw new CliException(
                ExitCode.Configuration,
                $"{address} does not use TLS, so others could read the token. Use https, or an address of this machine."
            );
    }

    /// <summary>Returns the address as users write it; logins are stored under this name.</summary>
    public static string NameOf(Uri address) => address.GetLeftPart(UriPartial.Authority);

    /// <summary>Returns whether the connection is encrypted or stays on this machine.</summary>
    public static bool IsSafe(Uri address) => address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback);

    private static string OfLogin(CliHost host, string service, string variable)
    {
        string[] addresses = [.. CredentialFile.Of(host).Read().Keys];
        return addresses switch
        {
            [var only] => only,
            [] => throw new CliException(
                ExitCode.Configuration,
                $"The address of {service} is not known: set {variable} or pass --server."
            ),
            _ => throw new CliException(
                ExitCode.Configuration,
                $"You are signed in at {string.Join(" and ", addresses)}. Choose one: set {variable} or pass --server."
            ),
        };
    }
}
