using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>A part of a migration that is committed as a whole: commands in one transaction, or one that must run outside of any.</summary>
/// <param name="Commands">The commands; each may hold several statements.</param>
/// <param name="IsTransactional">Whether they run in a transaction.</param>
internal sealed record MigrationStep(IReadOnlyList<string> Commands, bool IsTransactional)
{
    /// <summary>Joins what may run together.</summary>
    public static IReadOnlyList<MigrationStep> Of(IEnumerable<MigrationCommand> commands)
    {
        var steps = new List<MigrationStep>();
        foreach (var command in commands)
        {
            if (!command.TransactionSuppressed && steps is [.., { IsTransactional: true } last])
            {
                steps[^1] = last with { Commands = [.. last.Commands, command.CommandText] };
            }
            else
            {
                steps.Add(new MigrationStep([command.CommandText], !command.TransactionSuppressed));
            }
        }

        return steps is [] ? [new MigrationStep([], true)] : steps;
    }
}
