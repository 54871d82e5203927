using System.CommandLine;
using System.Reflection;
using Capsule.Data;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>The commands of a bundle.</summary>
internal sealed class BundleCommandLine<TContext>(
    string service,
    HostApplicationBuilder host,
    Assembly migrations,
    IServiceSeed? seed,
    IReadOnlyList<IServiceCommand> own,
    TextWriter output,
    TextWriter error
)
    where TContext : ServiceDbContext
{
    private readonly CommonDefinition _common = new();

    public async Task<int> InvokeAsync(string[] args, CancellationToken cancellationToken)
    {
        var parsed = Commands().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync($"{service}: {problem.Message}");
            }

            return (int)BundleExitCode.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = output,
                Error = error,
                ProcessTerminationTimeout = null,
            },
            cancellationToken
        );
    }

    private RootCommand Commands()
    {
        var migrate = new MigrateCommand<TContext>();
        Command[] commands =
        [
            migrate,
            new InfoCommand<TContext>(),
            new ValidateCommand<TContext>(),
            new RepairCommand<TContext>(),
            new BaselineCommand<TContext>(),
            new UndoCommand<TContext>(),
            new ScriptCommand<TContext>(),
            new ResetCommand<TContext>(),
            new SeedCommand<TContext>(seed),
            new DriftCommand<TContext>(),
            new LintCommand<TContext>(),
            new StatusCommand<TContext>(),
            new UnlockCommand<TContext>(),
            new LockFileCommand<TContext>(),
            BackupCommands.All<TContext>(),
            MessagesCommands.All<TContext>(),
            SettingsCommands.All<TContext>(),
            .. own.Select(command => new ServiceBundleCommand<TContext>(command)),
        ];
        var root = new RootCommand(
            $"""
            Migrations of the service "{service}". Without a command, it migrates.

            Settings: ConnectionStrings__{service}-db or the variables of the service; API_ROLE and API_ROLE_PASSWORD for the role that the API connects as.

            Exit codes: {string.Join(", ", Enum.GetValues<BundleExitCode>().Select(code => $"{(int)code} {code}"))}.
            """
        )
        {
            _common.Connection,
            _common.Json,
            _common.Wait,
            _common.LockWait,
            _common.LockTimeout,
            _common.BlockedWait,
        };

        root.SetAction((parsed, cancellationToken) => RunAsync(parsed, migrate, cancellationToken));
        foreach (var command in commands)
        {
            root.Add(command);
            SetActions(command);
        }

        return root;
    }

    private void SetActions(Command command)
    {
        if (command is BundleCommand<TContext> leaf)
        {
            leaf.SetAction((parsed, cancellationToken) => RunAsync(parsed, leaf, cancellationToken));
        }

        foreach (var below in command.Subcommands)
        {
            SetActions(below);
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, BundleCommand<TContext> command, CancellationToken cancellationToken)
    {
        var console = new BundleOutput(service, parsed.GetValue(_common.Json), output, error);
        try
        {
            return (int)await command.RunAsync(Session(parsed, command, console), parsed, cancellationToken);
        }
        catch (BundleException exception)
        {
            return Failed(console, exception.ExitCode, exception.Message);
        }
        catch (MigrationException exception)
        {
            return Failed(console, ErrorExitCode.Of(exception.Kind), exception.Message);
        }
        catch (DatabaseSettingsException exception)
        {
            return Failed(console, BundleExitCode.Configuration, exception.Message);
        }
        catch (NpgsqlException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(
                console,
                BundleExitCode.MigrationFailed,
                exception is PostgresException server ? server.MessageText : exception.Message
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Failed(console, BundleExitCode.Cancelled, "stopped; what was not finished was rolled back.");
        }
    }

    private BundleSession<TContext> Session(ParseResult parsed, BundleCommand<TContext> command, BundleOutput console)
    {
        var owner = command.NeedsDatabase
            ? BundleSettings.Owner(host.Configuration, host.Environment, service, parsed.GetValue(_common.Connection))
            : new NpgsqlConnectionStringBuilder();
        var options = new MigrationOptions
        {
            Service = service,
            Schema = ServiceDatabaseSettings.Schema(host.Configuration, service),
            ApiRole = BundleSettings.Role(host.Configuration, service),
            ServerWait = TimeSpan.FromSeconds(parsed.GetValue(_common.Wait)),
            LockWait = TimeSpan.FromSeconds(parsed.GetValue(_common.LockWait)),
            LockTimeout = TimeSpan.FromSeconds(parsed.GetValue(_common.LockTimeout)),
            BlockedWait = TimeSpan.FromSeconds(parsed.GetValue(_common.BlockedWait)),
            OutOfOrder = host.Environment.IsDevelopment(),
            PublishEvents = BundleSettings.HasBus(host.Configuration),
            Progress = console.Line,
        };
        return new BundleSession<TContext>(owner, options, migrations, host.Environment, host.Configuration, console);
    }

    private static int Failed(BundleOutput console, BundleExitCode code, string message)
    {
        console.Failure(code, message);
        return (int)code;
    }
}
