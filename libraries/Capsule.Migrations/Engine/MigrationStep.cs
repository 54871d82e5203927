using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>A part of a migration that is committed as a whole: statements in one transaction, or one that must run outside of any.</summary>
/// <param name="Sql">The statements.</param>
/// <param name="IsTransactional">Whether they run in a transaction.</param>
internal sealed record MigrationStep(string Sql, bool IsTransactional)
{
    /// <summary>Joins what may run together.</summary>
    public static IReadOnlyList<MigrationStep> Of(IEnumerable<MigrationCommand> commands)
    {
        var steps = new List<MigrationStep>();
        foreach (var command in commands)
        {
            var sql = command.CommandText.TrimEnd();
            var statement = sql.EndsWith(';') ? sql + "\n" : sql + ";\n";
            if (!command.TransactionSuppressed && steps is [.., { IsTransactional: true } last])
            {
                steps[^1] = last with { Sql = last.Sql + statement };
            }
            else
            {
                steps.Add(new MigrationStep(statement, !command.TransactionSuppressed));
            }
        }

        return steps is [] ? [new MigrationStep("", true)] : steps;
    }
}
