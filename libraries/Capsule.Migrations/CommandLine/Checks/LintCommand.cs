using System.CommandLine;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary><c>lint</c>: what in the migrations would hurt in production.</summary>
internal sealed class LintCommand<TContext>(LintDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public LintCommand()
        : this(new LintDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        await using var unconnected = new NpgsqlConnection();
        await using var context = MigrationContext.Create<TContext>(unconnected, session.Options, session.Migrations);
        var catalog = new MigrationCatalog(context, session.Migrations);
        var sources = MigrationSources.Read(catalog, context.Schema, session.Schema);
        var names = catalog.All.Select(migration => migration.Name).ToList();
        var (chosen, released) =
            parsed.GetValue(definition.All) ? (names, null)
            : parsed.GetValue(definition.From) is { } from ? (names[names.IndexOf(catalog.Find(from).Name)..], null)
            : await PendingAsync(session, names, cancellationToken);
        if (released is not null)
        {
            // A step that a library brings anew runs after the migrations that are applied.
            sources = [.. sources.OrderBy(source => chosen.Contains(source.Name))];
        }

        var report = new LintReport(
            session.Options.Service,
            chosen,
            [
                .. Linter.Check(sources, chosen.Contains, released),
                .. SameVersionCheck.Find(catalog.All, chosen.Contains),
                .. ModelValuesCheck.Find(context),
            ]
        );
        if (session.Output.IsJson)
        {
            session.Output.Document(report);
        }
        else
        {
            Write(report, session.Output);
        }

        return report.Errors > 0 ? BundleExitCode.Findings : BundleExitCode.Success;
    }

    private static async Task<(List<string> Chosen, string? Released)> PendingAsync(
        BundleSession<TContext> session,
        List<string> names,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await session.OpenAsync(cancellationToken);
        var history = await LiveHistory.ReadAsync(connection, session.Schema, null, cancellationToken);
        return ([.. names.Except(history.Applied)], names.Intersect(history.Applied).LastOrDefault() ?? "");
    }

    private static void Write(LintReport report, BundleOutput output)
    {
        foreach (var finding in report.Findings)
        {
            var severity = finding.Silenced is null ? finding.Severity.ToString().ToLowerInvariant() : "silenced";
            output.Text($"{finding.Migration}: {severity} {finding.Rule} on {finding.Object}: {finding.Why}");
            output.Text(finding.Silenced is { } reason ? $"    because {reason}" : $"    instead: {finding.WayOut}");
        }

        output.Line(
            $"{Count(report.Migrations.Count, "migration")}, {Count(report.Errors, "error")}, {Count(report.Warnings, "warning")}, {report.Exceptions} silenced"
        );
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
