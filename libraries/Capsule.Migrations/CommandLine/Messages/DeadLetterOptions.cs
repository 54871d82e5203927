using System.CommandLine;

namespace Capsule.Migrations;

/// <summary>How a command line names dead letters.</summary>
internal sealed class DeadLetterOptions
{
    private readonly Argument<Guid[]> _ids = new("id")
    {
        Description = "Their ids, as messages list shows them.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<bool> _all = new("--all") { Description = "All of them, or all of --consumer." };
    private readonly Option<string?> _consumer = new("--consumer")
    {
        Description = "With --all: only those of this queue.",
        HelpName = "QUEUE",
    };

    /// <summary>Adds what is needed to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_ids);
        command.Add(_all);
        command.Add(_consumer);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="BundleException">Neither ids nor --all are given, or both.</exception>
    public DeadLetterChoice Of(ParseResult parsed)
    {
        var ids = parsed.GetValue(_ids) ?? [];
        var (all, consumer) = (parsed.GetValue(_all), parsed.GetValue(_consumer));
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
