namespace Capsule.Migrations;

/// <summary>What lint found.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Migrations">The migrations that it looked at.</param>
/// <param name="Findings">What hurts, and what would if it were not silenced, in the order of the migrations.</param>
internal sealed record LintReport(string Service, IReadOnlyList<string> Migrations, IReadOnlyList<LintFinding> Findings)
{
    /// <summary>How many findings are errors.</summary>
    public int Errors => Findings.Count(finding => finding is { Severity: LintSeverity.Error, Silenced: null });

    /// <summary>How many findings are warnings.</summary>
    public int Warnings => Findings.Count(finding => finding is { Severity: LintSeverity.Warning, Silenced: null });

    /// <summary>How many findings are silenced.</summary>
    public int Exceptions => Findings.Count(finding => finding.Silenced is not null);
}
