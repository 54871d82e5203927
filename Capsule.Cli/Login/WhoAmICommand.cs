using System.CommandLine;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Login;

/// <summary><c>whoami</c>: shows the identity that commands use.</summary>
internal sealed class WhoAmICommand : Command
{
    private readonly CommonOptions _common;
    private readonly Option<string?> _server = ServiceAddress.Option();

    public WhoAmICommand(CommonOptions common)
        : base("whoami", "Show the identity and the credential that commands use.")
    {
        _common = common;
        Add(_server);
    }

    /// <summary>Requests the identity from auth and shows it.</summary>
    /// <exception cref="CliException">There is no credential, or auth refused it.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var caller = await ServiceCaller.FindAsync(host, "auth", parsed.GetValue(_server), _common.Environment(parsed, host), interruption);
        var (answer, user) = await Identity.FetchAsync(caller, interruption.Stop);
        if (user is null)
        {
            throw new CliException(
                answer.Error is null ? ExitCode.Findings : answer.ExitCode,
                answer.Error ?? $"{caller.Name} did not return your identity."
            );
        }

        var credential = caller.Login is null ? ServiceCaller.TokenVariable : "capsule login";
        if (parsed.GetValue(_common.Json))
        {
            JsonReport.Write(
                host.Output,
                new
                {
                    Command = Name,
                    ExitCode = ExitCode.Success,
                    Address = caller.Name,
                    Credential = credential,
                    User = user,
                    caller.Login?.Scopes,
                    caller.Login?.SignedInAt,
                }
            );
            return ExitCode.Success;
        }

        host.Output.WriteLine($"{user} at {caller.Name}, by {credential}.");
        if (caller.Login is { } login)
        {
            host.Output.WriteLine($"Scopes: {string.Join(", ", login.Scopes)}");
        }

        return ExitCode.Success;
    }
}
