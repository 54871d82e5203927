namespace Capsule.Migrations;

/// <summary>Something in a migration that hurts in production.</summary>
/// <param name="Migration">The migration's name.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Object">What it is about, such as <c>auth.users.name</c>.</param>
/// <param name="Why">What will happen.</param>
/// <param name="WayOut">What to do instead.</param>
/// <param name="Silenced">Why it does no harm, from the migration's <see cref="LintExceptionAttribute"/>; null when it counts.</param>
internal sealed record LintFinding(
    string Migration,
    string Rule,
    LintSeverity Severity,
    string Object,
    string Why,
    string WayOut,
    string? Silenced = null
);
