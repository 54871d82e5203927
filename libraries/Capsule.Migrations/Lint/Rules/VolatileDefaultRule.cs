namespace Capsule.Migrations;

/// <summary>
/// A constant default of a new column is stored once; one that is another for every row (a random UUID, a sequence, a clock), an
/// identity or a generated column writes every row of the table, locked against everybody.
/// </summary>
internal sealed class VolatileDefaultRule()
    : LintRule(
        "volatile-default",
        LintSeverity.Error,
        "add the column without a default, set the default in a statement of its own, and fill the rows that are there in batches"
    )
{
    // Of what else is called nobody here knows whether it is stable, and PostgreSQL takes a function for volatile unless told otherwise.
    private static readonly HashSet<string> Stable = new(StringComparer.Ordinal)
    {
        "now",
        "transaction_timestamp",
        "statement_timestamp",
        "current_timestamp",
        "localtimestamp",
        "current_date",
        "current_setting",
        "timezone",
        "date_trunc",
        "make_interval",
        "to_timestamp",
        "coalesce",
        "nullif",
        "greatest",
        "least",
        "lower",
        "upper",
        "concat",
        "length",
        "trim",
        "replace",
        "md5",
        "abs",
        "round",
        "floor",
        "ceil",
        "encode",
        "decode",
        "to_jsonb",
        "jsonb_build_object",
        "jsonb_build_array",
        "json_build_object",
        "cast",
        "array",
        "row",
        "char",
        "character",
        "varchar",
        "varying",
        "numeric",
        "decimal",
        "bit",
        "timestamp",
        "timestamptz",
        "time",
        "interval",
    };

    public override IEnumerable<LintFinding> Check(LintMigration migration) =>
        from added in migration.Changes.OfType<ColumnAdded>()
        where migration.Existed(added.Table)
        let how = added.Column.IsFilled ? "is filled by the server"
        : Volatile(added.Column.Default) is { } function ? $"has a default that calls {function}()"
        : null
        where how is not null
        select Finding(
            migration,
            $"{added.Table}.{added.Column.Name}",
            $"the column {how}, which writes every row of the table while nobody can read or write it"
        );

    private static string? Volatile(IReadOnlyList<SqlToken>? tokens)
    {
        for (var i = 0; i + 1 < tokens?.Count; i++)
        {
            if (tokens[i].IsName && tokens[i + 1].Is("(") && !Stable.Contains(tokens[i].Value))
            {
                return tokens[i].Value;
            }
        }

        return null;
    }
}
