using System.CommandLine;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Login;

/// <summary><c>login</c>: signs the user in at auth for the following commands.</summary>
internal sealed class LoginCommand : Command
{
    private readonly CommonOptions _common;
    private readonly Option<string?> _server = ServiceAddress.Option();
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Show the page's address without opening it." };

    public LoginCommand(CommonOptions common)
        : base("login", "Sign in with a browser on any device. The login is stored for commands that read from services.")
    {
        _common = common;
        Add(_server);
        Add(_noBrowser);
    }

    /// <summary>Signs in and shows the user.</summary>
    /// <exception cref="CliException">The sign-in failed.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var file = CredentialFile.Of(host);
        var address = ServiceAddress.Find(host, "auth", parsed.GetValue(_server), _common.Environment(parsed, host));

        // A missing permission is reported before the user is sent to the browser.
        (await file.LockAsync(interruption.Stop)).Dispose();
        file.Read();
        using var auth = new AuthServer(address);
        var login = await new DeviceFlow(auth, host, interruption).RunAsync(!parsed.GetValue(_noBrowser));
        await KeepAsync(file, auth, login, interruption);
        var (_, user) = await Identity.FetchAsync(new ServiceCaller(address, login.AccessToken, login), interruption.Kill);
        if (parsed.GetValue(_common.Json))
        {
            JsonReport.Write(
                host.Output,
                new
                {
                    Command = Name,
                    ExitCode = ExitCode.Success,
                    Address = auth.Name,
                    User = user,
                    login.Scopes,
                }
            );
        }
        else
        {
            host.Output.WriteLine($"Signed in at {auth.Name}{(user is null ? "" : $" as {user}")}.");
        }

        if (host.Variable(ServiceCaller.TokenVariable) is not null)
        {
            host.Error.WriteLine($"capsule: {ServiceCaller.TokenVariable} is set, so commands use it instead of the login.");
        }

        return ExitCode.Success;
    }

    // A login that cannot be stored or that was replaced is revoked, because no command could revoke it later.
    private static async Task KeepAsync(CredentialFile file, AuthServer auth, StoredLogin login, Interruption interruption)
    {
        StoredLogin? replaced;
        try
        {
            using var held = await file.LockAsync(interruption.Kill);
            replaced = file.Find(auth.Address);
            await file.SetAsync(auth.Address, login);
        }
        catch (CliException)
        {
            await auth.RevokeAsync(login.RefreshToken, interruption.Kill);
            throw;
        }

        if (replaced is not null)
        {
            await auth.RevokeAsync(replaced.RefreshToken, interruption.Kill);
        }
    }
}
