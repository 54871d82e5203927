using System.CommandLine;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Login;

/// <summary><c>logout</c>: revokes a login at auth and deletes it locally.</summary>
internal sealed class LogoutCommand : Command
{
    private readonly CommonOptions _common;
    private readonly Option<string?> _server = ServiceAddress.Option();

    public LogoutCommand(CommonOptions common)
        : base("logout", "Sign out: revoke the login's tokens and delete them.")
    {
        _common = common;
        Add(_server);
    }

    /// <summary>Signs out; succeeds when the user is not signed in.</summary>
    /// <exception cref="CliException">The login is deleted locally, but could not be revoked at auth.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var file = CredentialFile.Of(host);
        var address = ServiceAddress.Find(host, "auth", parsed.GetValue(_server), _common.Environment(parsed, host));
        using var auth = new AuthServer(address);
        StoredLogin? login;
        AuthResponse? answer;
        using (await file.LockAsync(interruption.Stop))
        {
            login = file.Find(address);
            answer = login is null ? null : await auth.RevokeAsync(login.RefreshToken, interruption.Kill);
            await file.SetAsync(address, null);
        }

        if (answer is { IsSuccess: false })
        {
            var failure = auth.Failure(answer);
            throw new CliException(
                failure.ExitCode,
                $"The login was deleted on this machine, but could not be revoked: {failure.Message} It expires by itself; "
                    + "to revoke it at once, delete the grant at auth (DELETE /api/users/me/grants/ID)."
            );
        }

        if (parsed.GetValue(_common.Json))
        {
            var wasSignedIn = login is not null;
            JsonReport.Write(
                host.Output,
                new
                {
                    Command = Name,
                    ExitCode = ExitCode.Success,
                    Address = auth.Name,
                    WasSignedIn = wasSignedIn,
                }
            );
        }
        else
        {
            host.Output.WriteLine(login is null ? $"You were not signed in at {auth.Name}." : $"Signed out at {auth.Name}.");
        }

        return ExitCode.Success;
    }
}
