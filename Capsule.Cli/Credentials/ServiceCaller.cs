using Capsule.Cli.Processes;

namespace Capsule.Cli.Credentials;

/// <summary>The address of a service, and the credential for it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Token">An access token or API key.</param>
/// <param name="Login">The login that the token belongs to; null for a token from the environment.</param>
internal sealed record ServiceCaller(Uri Address, string Token, StoredLogin? Login)
{
    /// <summary>The variable that contains an access token or API key.</summary>
    public const string TokenVariable = "CAPSULE_TOKEN";

    /// <summary>The address as shown to users.</summary>
    public string Name => ServiceAddress.NameOf(Address);

    /// <summary>
    /// Returns the caller with the token from the environment variable, or with that of the login at the address, which is refreshed when
    /// it is about to expire. There is no option for a token, because every user of the machine can read the command line.
    /// </summary>
    /// <exception cref="CliException">The address or the credential is missing or malformed, or the login has ended.</exception>
    public static async Task<ServiceCaller> FindAsync(
        CliHost host,
        string service,
        string? server,
        string environment,
        Interruption interruption
    )
    {
        var address = ServiceAddress.Find(host, service, server, environment);
        if (host.Variable(TokenVariable) is { } token)
        {
            return new ServiceCaller(address, token, null);
        }

        var file = CredentialFile.Of(host);
        var login = file.Find(address) ?? throw NotSignedIn(address);
        if (!login.IsFresh(host.Clock.GetUtcNow()))
        {
            login = await RefreshAsync(file, address, host.Clock, interruption);
        }

        return new ServiceCaller(address, login.AccessToken, login);
    }

    /// <summary>Creates the exception for a missing credential.</summary>
    public static CliException NotSignedIn(Uri address) =>
        new(
            ExitCode.Configuration,
            $"You are not signed in at {ServiceAddress.NameOf(address)}: run capsule login, or set {TokenVariable} to an access token or API key."
        );

    // The token must not appear in logs.
    public override string ToString() => Name;

    // The refresh runs under the lock, so that the second of two concurrent commands uses the token of the first. A refresh that was sent
    // is awaited even after the first interruption, because its refresh token is already used up; a second interruption aborts it.
    private static async Task<StoredLogin> RefreshAsync(
        CredentialFile file,
        Uri address,
        TimeProvider timeProvider,
        Interruption interruption
    )
    {
        using var held = await file.LockAsync(interruption.Stop);
        var login = file.Find(address) ?? throw NotSignedIn(address);
        if (login.IsFresh(timeProvider.GetUtcNow()))
        {
            return login;
        }

        using var auth = new AuthServer(address);
        var answer = await auth.RefreshAsync(login.RefreshToken, interruption.Kill);
        if (answer.Error == "invalid_grant")
        {
            throw new CliException(ExitCode.Refused, $"Your login at {ServiceAddress.NameOf(address)} has ended: run capsule login.");
        }

        var renewed = answer.IsSuccess ? auth.LoginOf(answer, timeProvider.GetUtcNow(), login) : throw auth.Failure(answer);
        await file.SetAsync(address, renewed);
        return renewed;
    }
}
