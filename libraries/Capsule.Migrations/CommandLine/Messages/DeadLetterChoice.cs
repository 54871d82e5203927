using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>The dead letters that a command applies to.</summary>
/// <param name="Ids">The ids; null for all dead letters.</param>
/// <param name="Consumer">Without ids: only dead letters of this queue; null for every queue.</param>
internal sealed record DeadLetterChoice(Guid[]? Ids, string? Consumer)
{
    /// <summary>Reads the choice from the command line.</summary>
    /// <exception cref="BundleException">Neither ids nor --all are given, or both.</exception>
    public static DeadLetterChoice Of(MessageChoiceDefinition definition, ParseResult parsed)
    {
        var ids = parsed.GetValue(definition.Ids) ?? [];
        var (all, consumer) = (parsed.GetValue(definition.All), parsed.GetValue(definition.Consumer));
        return (ids.Length > 0, all) switch
        {
            (true, false) when consumer is null => new DeadLetterChoice([.. ids.Distinct()], null),
            (false, true) => new DeadLetterChoice(null, consumer),
            _ => throw new BundleException(
                BundleExitCode.Usage,
                "Name the messages by their ids, or say --all, with --consumer for those of one queue."
            ),
        };
    }
}
