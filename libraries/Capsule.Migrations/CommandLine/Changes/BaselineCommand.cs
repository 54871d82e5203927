using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>baseline</c>: adopts a schema that was made by other means as being at a version.</summary>
internal sealed class BaselineCommand<TContext>(BaselineDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public BaselineCommand()
        : this(new BaselineDefinition()) { }

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
        var adopted = await SchemaBaseline.SetAsync(run, parsed.GetRequiredValue(definition.Version), cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    run.Connection.Database,
                    Adopted = adopted.Select(migration => migration.Name),
                }
            );
        }
        else
        {
            session.Output.Line(
                $"the schema {session.Schema} of {run.Connection.Database} is adopted at {adopted[^1].Name}; {adopted.Count} migrations count as applied"
            );
        }

        return BundleExitCode.Success;
    }
}
