using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages discard</c>: removes dead letters for good.</summary>
internal sealed class MessagesDiscardCommand<TContext>(MessagesDiscardDefinition definition) : MessagesCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public MessagesDiscardCommand()
        : this(new MessagesDiscardDefinition()) { }

    protected override void Check(BundleSession<TContext> session, ParseResult parsed)
    {
        DeadLetterChoice.Of(definition, parsed);
        definition.Confirmation.Require(
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
        var discarded = await letters.DiscardAsync(DeadLetterChoice.Of(definition, parsed), cancellationToken);
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
