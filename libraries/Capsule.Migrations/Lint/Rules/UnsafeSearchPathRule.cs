namespace Capsule.Migrations;

/// <summary>
/// PostgreSQL looks for types and tables in the caller's temporary schema first, unless the search path names it. A caller can therefore
/// make a SECURITY DEFINER function, and every function that it calls, run the caller's code as the owner.
/// </summary>
internal sealed class UnsafeSearchPathRule()
    : LintRule(
        "unsafe-search-path",
        LintSeverity.Error,
        "set search_path = pg_catalog, pg_temp on the function, and name the schema of everything else that it uses"
    )
{
    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from pair in migration.Statements
        let routine = RoutineClause.Read(pair.Statement)
        where routine is not null
        let why = Why(routine)
        where why is not null
        select Finding(migration, routine.Name, why);

    private static string? Why(RoutineClause routine) =>
        routine switch
        {
            { SearchPath: [.., "pg_temp"] } => null,
            { SearchPath: null, IsSecurityDefiner: true } =>
                "the function runs with its owner's rights and sets no search_path, so that its caller decides which tables and types it uses",
            { SearchPath: null } => null,
            _ =>
                "the function sets a search_path that does not end with pg_temp, so that temporary types and tables of its caller come first",
        };
}
