using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>
/// A part of a migration that is committed as a whole: statements in one transaction, or one that must run outside of any.
/// </summary>
/// <param name="Statements">The statements.</param>
/// <param name="IsTransactional">Whether they run in a transaction.</param>
internal sealed record MigrationStep(IReadOnlyList<ScriptStatement> Statements, bool IsTransactional)
{
    /// <summary>SHA-256 of the statements, by which a resumed run recognizes a step that is already committed.</summary>
    public string Checksum => OperationsChecksum.Of(string.Join(";\n", Statements.Select(statement => statement.Text)));

    /// <summary>Groups the statements of a migration's commands into steps.</summary>
    /// <exception cref="MigrationException">A command cannot be split into statements, or a statement is not allowed.</exception>
    public static IReadOnlyList<MigrationStep> Of(string migration, IEnumerable<MigrationCommand> commands) =>
        Of(migration, commands.Select(command => (command.CommandText, !command.TransactionSuppressed)));

    /// <summary>Groups the statements of a library step's commands into steps.</summary>
    /// <exception cref="MigrationException">A command cannot be split into statements, or a statement is not allowed.</exception>
    public static IReadOnlyList<MigrationStep> Of(string migration, IEnumerable<LibraryCommand> commands, string schema) =>
        Of(migration, commands.Select(command => (SqlText.InSchema(command.Sql, schema), command.IsTransactional)));

    private static List<MigrationStep> Of(string migration, IEnumerable<(string Sql, bool IsTransactional)> commands)
    {
        var steps = new List<MigrationStep>();
        var together = new List<ScriptStatement>();
        foreach (var (sql, isTransactional) in commands)
        {
            foreach (var statement in Split(migration, sql))
            {
                if (isTransactional)
                {
                    together.Add(statement);
                    continue;
                }

                Flush();
                steps.Add(new MigrationStep([statement], IsTransactional: false));
            }
        }

        Flush();
        return steps is [] ? [new MigrationStep([], IsTransactional: true)] : steps;

        void Flush()
        {
            if (together.Count > 0)
            {
                steps.Add(new MigrationStep([.. together], IsTransactional: true));
                together.Clear();
            }
        }
    }

    private static IReadOnlyList<ScriptStatement> Split(string migration, string sql)
    {
        try
        {
            var statements = SqlScript.Split(sql);
            foreach (var statement in statements)
            {
                Refuse(migration, statement);
            }

            return statements;
        }
        catch (SqlScriptException exception)
        {
            throw new MigrationException(
                MigrationErrorKind.MigrationFailed,
                $"{migration} was not started: its SQL cannot be read, {exception.Message}.",
                exception
            );
        }
    }

    private static void Refuse(string migration, ScriptStatement statement)
    {
        var reason =
            statement.IsTransactionCommand
                ? $"is {statement.FirstWords[0].ToUpperInvariant()}, but transactions begin and end with the migration's steps. Remove the statement; "
                    + "suppressTransaction (in a library's step: -- capsule: outside a transaction) runs a statement outside a transaction"
            : GivesUpLocks(statement) ? "would give up the lock that keeps other migrators away. Remove the statement"
            : null;
        if (reason is not null)
        {
            throw new MigrationException(
                MigrationErrorKind.MigrationFailed,
                $"{migration} was not started: line {statement.Line} of its SQL {reason}."
            );
        }
    }

    private static bool GivesUpLocks(ScriptStatement statement)
    {
        if (statement.StartsWith("discard", "all"))
        {
            return true;
        }

        var lexer = new SqlLexer(statement.Text);
        while (lexer.Read())
        {
            if (lexer.IsWord("pg_advisory_unlock_all"))
            {
                return true;
            }
        }

        return false;
    }
}
