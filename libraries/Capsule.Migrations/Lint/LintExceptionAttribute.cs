namespace Capsule.Migrations;

/// <summary>Silences a rule of lint for one migration, on the migration's class.</summary>
/// <param name="rule">The rule's id, such as <c>blocking-index</c>.</param>
/// <param name="reason">Why it does no harm here; lint repeats it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LintExceptionAttribute(string rule, string reason) : Attribute
{
    /// <summary>The rule's id.</summary>
    public string Rule { get; } = rule;

    /// <summary>Why it does no harm here.</summary>
    public string Reason { get; } = reason;
}
