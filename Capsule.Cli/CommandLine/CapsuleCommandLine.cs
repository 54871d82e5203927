using System.CommandLine;
using Capsule.Cli.Api;
using Capsule.Cli.Login;
using Capsule.Cli.Operations;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;
using Capsule.Cli.Scaffolding;

namespace Capsule.Cli;

/// <summary>The program <c>capsule</c>.</summary>
internal sealed class CapsuleCommandLine(CliHost host)
{
    private readonly CommonOptions _common = new();
    private Interruption? _interruption;

    /// <summary>Runs a command line and returns the process's exit code.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return Refused(parsed, new CliException(ExitCode.Usage, string.Join(' ', parsed.Errors.Select(error => error.Message))));
        }

        using var interruption = new Interruption();
        _interruption = interruption;
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                ProcessTerminationTimeout = null,
            },
            CancellationToken.None
        );
    }

    private RootCommand Root()
    {
        var root = new RootCommand(
            """
            Operations over every service of Capsule: runs the migration bundles of all services, or of those named, in parallel, and calls their APIs.

            Exit codes: 0 all done, 1 a migration failed or services failed in different ways, 2 findings, 3 drift, 4 database or service unavailable,
            5 lock timeout, 6 role or caller refused, 7 not confirmed, 8 backup refused, 9 backup failed, 64 usage, 70 a bundle gave no result, 78 configuration, 130 stopped.
            """
        );
        foreach (var option in _common.All)
        {
            root.Add(option);
        }

        var database = new Command("db", "Migrations and schemas.");
        Command[] groups =
        [
            database,
            new("backup", "Backups, verified by a restore."),
            new("messages", "Dead letters: messages that consumers could not handle."),
            new("settings", "Settings that can be changed while a service runs."),
            new("auth", "Users, sign-in and the audit log."),
        ];
        foreach (var operation in OperationTable.All)
        {
            var command = new OperationCommand(operation, _common);
            command.SetAction((parsed, _) => GuardAsync(parsed, () => command.RunAsync(parsed, host, _interruption!)));
            Array.Find(groups, group => group.Name == operation.Group)!.Add(command);
        }

        foreach (var operation in ApiOperationTable.All)
        {
            var command = new ApiCommand(operation, _common);
            command.SetAction((parsed, _) => GuardAsync(parsed, () => command.RunAsync(parsed, host, _interruption!)));
            Array.Find(groups, group => group.Name == operation.Service)!.Add(command);
        }

        var add = new AddMigrationCommand(_common);
        add.SetAction((parsed, _) => GuardAsync(parsed, () => add.RunAsync(parsed, host, _interruption!)));
        database.Add(add);
        var lockFile = new LockFileCommand(_common);
        lockFile.SetAction((parsed, _) => GuardAsync(parsed, () => lockFile.RunAsync(parsed, host, _interruption!)));
        database.Add(lockFile);
        Array.ForEach(groups, root.Add);
        AddLogin(root);
        return root;
    }

    private void AddLogin(RootCommand root)
    {
        var login = new LoginCommand(_common);
        login.SetAction((parsed, _) => GuardAsync(parsed, () => login.RunAsync(parsed, host, _interruption!)));
        var logout = new LogoutCommand(_common);
        logout.SetAction((parsed, _) => GuardAsync(parsed, () => logout.RunAsync(parsed, host, _interruption!)));
        var whoAmI = new WhoAmICommand(_common);
        whoAmI.SetAction((parsed, _) => GuardAsync(parsed, () => whoAmI.RunAsync(parsed, host, _interruption!)));
        Array.ForEach<Command>([login, logout, whoAmI], root.Add);
    }

    private async Task<int> GuardAsync(ParseResult parsed, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (CliException exception)
        {
            return Refused(parsed, exception);
        }
        catch (OperationCanceledException) when (_interruption!.Stop.IsCancellationRequested)
        {
            return Refused(parsed, new CliException(ExitCode.Cancelled, "stopped before it began."));
        }
    }

    private int Refused(ParseResult parsed, CliException exception)
    {
        if (parsed.GetValue(_common.Json))
        {
            JsonReport.Write(host.Output, exception);
        }

        host.Error.WriteLine($"capsule: {exception.Message}");
        return exception.ExitCode;
    }
}
