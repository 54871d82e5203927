using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages replay</c>: gives dead letters back to their queues.</summary>
internal sealed class MessagesReplayCommand<TContext>(MessagesReplayDefinition definition) : MessagesCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public MessagesReplayCommand()
        : this(new MessagesReplayDefinition()) { }

    protected override void Check(BundleSession<TContext> session, ParseResult parsed) => DeadLetterChoice.Of(definition, parsed);

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var replayed = await letters.ReplayAsync(DeadLetterChoice.Of(definition, parsed), cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    session.Owner.Database,
                    Replayed = replayed,
                }
            );
        }
        else
        {
            session.Output.Line($"sent back to their queues: {replayed.Count}");
        }
    }
}
