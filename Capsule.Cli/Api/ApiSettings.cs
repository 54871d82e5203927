namespace Capsule.Cli.Api;

/// <summary>Where a service's API is, and who calls it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Token">An access token or API key.</param>
internal sealed record ApiSettings(Uri Address, string Token)
{
    private const string TokenVariable = "CAPSULE_TOKEN";
    private const string Development = "http://localhost:7210";

    /// <summary>Reads them; the token from the environment alone, since everybody on the machine can read a command line.</summary>
    /// <exception cref="CliException">One is missing or malformed.</exception>
    public static ApiSettings Find(CliHost host, string service, string? given, string environment)
    {
        var variable = $"CAPSULE_{service.ToUpperInvariant()}_URL";
        var isDevelopment = string.Equals(environment, "Development", StringComparison.OrdinalIgnoreCase);
        var text = given ?? host.Variable(variable) ?? (isDevelopment ? Development : null)
            ?? throw new CliException(ExitCode.Configuration, $"Where is {service}? Set {variable}, or give --server.");
        var token = host.Variable(TokenVariable)
            ?? throw new CliException(ExitCode.Configuration, $"Set {TokenVariable} to an access token or an API key of an administrator or operator.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Scheme: "https" or "http" })
        {
            throw new CliException(ExitCode.Configuration, $"\"{text}\" is not an address such as https://auth.example.com.");
        }

        return address.Scheme == "https" || address.IsLoopback
            ? new ApiSettings(address, token)
            : throw new CliException(ExitCode.Configuration, $"{address} is without TLS: the token would be read on the way. Use https, or an address of this machine.");
    }
}
