using System.CommandLine;
using Capsule.Cli.Bundles;
using Capsule.Cli.Output;
using Capsule.Cli.Processes;

namespace Capsule.Cli.Scaffolding;

/// <summary><c>db add</c>: scaffolds a migration in a checkout.</summary>
internal sealed class AddMigrationCommand : Command
{
    private readonly CommonOptions _common;
    private readonly Argument<string> _name = new("name") { Description = "What the migration does: AddSomething." };
    private readonly Option<string> _service = new("--service")
    {
        Description = "The service.",
        Required = true,
        HelpName = "SERVICE",
    };

    public AddMigrationCommand(CommonOptions common)
        : base("add", "Scaffold a migration from the model's changes and add it to the lock file; in a checkout.")
    {
        _common = common;
        Add(_name);
        Add(_service);
    }

    /// <summary>Adds the migration and shows the files that were written.</summary>
    /// <exception cref="CliException">The migration cannot be added.</exception>
    public async Task<int> RunAsync(ParseResult parsed, CliHost host, Interruption interruption)
    {
        var checkout = Checkout.Require(host);
        var service = BundleSource.Select(checkout, [parsed.GetRequiredValue(_service)]).Single();
        var scaffold = new MigrationScaffold(host, checkout, checkout.Project(service));
        var added = await ProgressDisplay
            .For(host)
            .WhileAsync(progress => scaffold.AddAsync(parsed.GetRequiredValue(_name), progress, interruption.Stop, interruption.Kill));
        if (parsed.GetValue(_common.Json))
        {
            JsonReport.Write(host.Output, added);
        }
        else
        {
            host.Output.WriteLine($"{service}: added {added.Migration}");
            foreach (var file in added.Files)
            {
                host.Output.WriteLine($"  {file}");
            }
        }

        return ExitCode.Success;
    }
}
