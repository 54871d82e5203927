using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>drift</c>: what in the database is not as its migrations make it.</summary>
internal sealed class DriftCommand<TContext>() : BundleCommand<TContext>(new DriftDefinition())
    where TContext : ServiceDbContext
{
    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var report = await new DriftCheck<TContext>(session.Owner, session.Options, session.Migrations).RunAsync(cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(report);
        }
        else
        {
            Write(report, session.Output);
        }

        return report.Drift ? BundleExitCode.Drift : BundleExitCode.Success;
    }

    private static void Write(DriftReport report, BundleOutput output)
    {
        foreach (var difference in report.Differences)
        {
            output.Text(difference.Text);
        }

        foreach (var note in report.Notes)
        {
            output.Line($"no drift, but {note}");
        }

        if (report.Pending.Count > 0)
        {
            output.Line($"pending, and so no drift: {string.Join(", ", report.Pending)}");
        }

        if (report.Unknown.Count > 0)
        {
            output.Line(
                $"the database has migrations that this bundle does not know, what they made counts as drift: {string.Join(", ", report.Unknown)}"
            );
        }

        var found = report.Differences.Count switch
        {
            0 => "no drift",
            1 => "1 difference",
            var count => $"{count} differences",
        };
        var upTo = report.UpTo is null ? "no migration" : $"the migrations up to {report.UpTo}";
        output.Line(
            $"{found} between schema {report.Schema} of {report.Database} and {upTo}; {report.Objects} objects, {report.Milliseconds} ms"
        );
    }
}
