namespace Capsule.Migrations;

/// <summary>
/// Some statements refuse to run in the transaction that every migration runs in, and a value that is added to an enum cannot be used
/// before that transaction ends: the migration fails on the first real database.
/// </summary>
internal sealed class NotInTransactionRule()
    : LintRule(
        "not-in-transaction",
        LintSeverity.Error,
        "run it outside the transaction (migrationBuilder.Sql(…, suppressTransaction: true)), in a migration of its own, so that it can be run again if it fails"
    )
{
    private static readonly string[][] Refused =
    [
        ["vacuum"],
        ["create", "database"],
        ["drop", "database"],
        ["create", "tablespace"],
        ["drop", "tablespace"],
        ["alter", "system"],
        ["create", "index", "concurrently"],
        ["create", "unique", "index", "concurrently"],
        ["drop", "index", "concurrently"],
        ["reindex", "database"],
        ["reindex", "system"],
        ["reindex", "schema"],
        ["create", "subscription"],
        ["drop", "subscription"],
    ];

    public override IEnumerable<LintFinding> Check(LintMigration migration)
    {
        var added = new List<EnumValueAdded>();
        foreach (var (statement, changes) in migration.Statements)
        {
            if (statement.OutsideTransaction)
            {
                // Whatever went before is committed by then.
                added.Clear();
                continue;
            }

            if (Words(statement) is { } words)
            {
                yield return Finding(migration, words, "the statement cannot run in the migration's transaction");
            }

            foreach (
                var value in added
                    .Where(value => statement.Tokens.Any(token => token.Kind == SqlTokenKind.Text && token.Value == value.Value))
                    .ToList()
            )
            {
                added.Remove(value);
                yield return Finding(
                    migration,
                    $"{value.Type}, value '{value.Value}'",
                    "the value is used in the transaction that adds it to the enum, which PostgreSQL refuses"
                );
            }

            added.AddRange(changes.OfType<EnumValueAdded>());
        }
    }

    private static string? Words(SqlStatement statement)
    {
        var refused = Refused.FirstOrDefault(words => new TokenCursor(statement.Tokens).Take(words));
        var concurrently =
            statement.Tokens[0].Is("reindex") || (statement.Tokens[0].Is("alter") && statement.Tokens.Any(token => token.Is("detach")));
        return refused is not null ? string.Join(' ', refused)
            : concurrently && statement.Tokens.Any(token => token.Is("concurrently")) ? $"{statement.Tokens[0].Value} … concurrently"
            : null;
    }
}
