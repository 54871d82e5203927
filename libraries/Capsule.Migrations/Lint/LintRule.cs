namespace Capsule.Migrations;

/// <summary>One thing that hurts in production.</summary>
/// <param name="id">Its id, which the output and <see cref="LintExceptionAttribute"/> name.</param>
/// <param name="severity">How bad it is.</param>
/// <param name="wayOut">What to do instead.</param>
internal abstract class LintRule(string id, LintSeverity severity, string wayOut)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Every rule there is.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        new NotNullWithoutDefaultRule(),
        new TypeRewriteRule(),
        new VolatileDefaultRule(),
        new BlockingIndexRule(),
        new ValidatingConstraintRule(),
        new StillInUseRule(),
        new SetNotNullRule(),
        new ForeignKeyWithoutIndexRule(),
        new NotInTransactionRule(),
        new AllRowsRule(),
        new UnsafeSearchPathRule(),
    ];

    /// <summary>Looks at one migration.</summary>
    public abstract IEnumerable<LintFinding> Check(LintMigration migration);

    /// <summary>A finding of this rule.</summary>
    protected LintFinding Finding(LintMigration migration, string what, string why) => new(migration.Name, id, severity, what, why, wayOut);
}
