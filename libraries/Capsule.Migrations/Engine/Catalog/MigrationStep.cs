using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>A part of a migration that is committed as a whole: commands in one transaction, or one that must run outside of any.</summary>
/// <param name="Commands">The commands; each may hold several statements.</param>
/// <param name="IsTransactional">Whether they run in a transaction.</param>
internal sealed record MigrationStep(IReadOnlyList<string> Commands, bool IsTransactional)
{
    /// <summary>Joins what may run together of a migration's commands.</summary>
    public static IReadOnlyList<MigrationStep> Of(IEnumerable<MigrationCommand> commands) =>
        Of(commands.Select(command => (command.CommandText, !command.TransactionSuppressed)));

    /// <summary>Joins what may run together of a library step's commands.</summary>
    public static IReadOnlyList<MigrationStep> Of(IEnumerable<LibraryCommand> commands, string schema) =>
        Of(commands.Select(command => (SqlText.InSchema(command.Sql, schema), command.IsTransactional)));

    private static List<MigrationStep> Of(IEnumerable<(string Sql, bool IsTransactional)> commands)
    {
        var steps = new List<MigrationStep>();
        foreach (var (sql, isTransactional) in commands)
        {
            if (isTransactional && steps is [.., { IsTransactional: true } last])
            {
                steps[^1] = last with { Commands = [.. last.Commands, sql] };
            }
            else
            {
                steps.Add(new MigrationStep([sql], isTransactional));
            }
        }

        return steps is [] ? [new MigrationStep([], true)] : steps;
    }
}
