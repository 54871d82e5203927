using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>validate</c>: whether bundle, lock file, model and database agree.</summary>
internal sealed class ValidateCommand<TContext>() : BundleCommand<TContext>(new ValidateDefinition())
    where TContext : ServiceDbContext
{
    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var run = await MigrationSession.OpenAsync<TContext>(
            session.Owner,
            session.Options,
            session.Migrations,
            cancellationToken
        );
        var findings = await MigrationValidation.FindAsync(run, cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    run.Connection.Database,
                    session.Schema,
                    Findings = findings,
                }
            );
        }
        else
        {
            foreach (var finding in findings)
            {
                session.Output.Text(finding.Text);
            }

            session.Output.Line(findings.Count == 0 ? "valid" : $"{findings.Count} findings");
        }

        return findings.Count == 0 ? BundleExitCode.Success : BundleExitCode.Findings;
    }
}
