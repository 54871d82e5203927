using Capsule.Cli.Processes;

namespace Capsule.Cli.Credentials;

/// <summary>A service's address, and the credential that it is called with.</summary>
/// <param name="Address">The address.</param>
/// <param name="Token">An access token or API key.</param>
/// <param name="Login">The login that the token is of; null for one that was given.</param>
internal sealed record ServiceCaller(Uri Address, string Token, StoredLogin? Login)
{
    /// <summary>The variable that an access token or API key is given in.</summary>
    public const string TokenVariable = "CAPSULE_TOKEN";

    /// <summary>The address, for people.</summary>
    public string Name => ServiceAddress.NameOf(Address);

    /// <summary>
    /// Finds them: the token of the environment, else that of the login at the address, which is renewed when it is about to expire.
    /// No token is taken from the command line, which everybody on the machine can read.
    /// </summary>
    /// <exception cref="CliException">One is missing or malformed, or the login has ended.</exception>
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

    /// <summary>The exception when there is no credential.</summary>
    public static CliException NotSignedIn(Uri address) =>
        new(
            ExitCode.Configuration,
            $"You are not signed in at {ServiceAddress.NameOf(address)}: run capsule login, or set {TokenVariable} to an access token or API key."
        );

    // Not the token.
    public override string ToString() => Name;

    // Under the lock: of two commands at once the second finds what the first one got. A refresh that was sent is waited for even when the
    // command is told to stop, since the token that it sent is used up; told again, it ends.
    private static async Task<StoredLogin> RefreshAsync(CredentialFile file, Uri address, TimeProvider clock, Interruption interruption)
    {
        using var held = await file.LockAsync(interruption.Stop);
        var login = file.Find(address) ?? throw NotSignedIn(address);
        if (login.IsFresh(clock.GetUtcNow()))
        {
            return login;
        }

        using var auth = new AuthServer(address);
        var answer = await auth.RefreshAsync(login.RefreshToken, interruption.Kill);
        if (answer.Error == "invalid_grant")
        {
            throw new CliException(ExitCode.Refused, $"Your login at {ServiceAddress.NameOf(address)} has ended: run capsule login.");
        }

        var renewed = answer.IsSuccess ? auth.LoginOf(answer, clock.GetUtcNow(), login) : throw auth.Failure(answer);
        await file.SetAsync(address, renewed);
        return renewed;
    }
}
