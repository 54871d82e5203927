using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages replay</c>: gives dead letters back to their queues.</summary>
internal sealed class MessagesReplayCommand<TContext> : MessagesCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly DeadLetterOptions _which = new();

    public MessagesReplayCommand()
        : base("replay", "Give messages back to their queues at once; the running service does it.") => _which.AddTo(this);

    protected override void Check(BundleSession<TContext> session, ParseResult parsed) => _which.Of(parsed);

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var replayed = await letters.ReplayAsync(_which.Of(parsed), cancellationToken);
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
