using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages discard</c>: removes dead letters for good.</summary>
internal sealed class MessagesDiscardCommand<TContext> : MessagesCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly DeadLetterOptions _which = new();
    private readonly Confirmation _confirmation = new();

    public MessagesDiscardCommand()
        : base("discard", "Remove messages for good, with what they would have done.")
    {
        _which.AddTo(this);
        _confirmation.AddTo(this);
    }

    protected override void Check(BundleSession<TContext> session, ParseResult parsed)
    {
        _which.Of(parsed);
        _confirmation.Require(
            parsed,
            session.Environment,
            session.Owner.Database!,
            $"removes dead letters of {session.Owner.Database} for good"
        );
    }

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var discarded = await letters.DiscardAsync(_which.Of(parsed), cancellationToken);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    session.Owner.Database,
                    Discarded = discarded,
                }
            );
        }
        else
        {
            session.Output.Line($"discarded: {discarded.Count}");
        }
    }
}
