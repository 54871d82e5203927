using System.CommandLine;
using System.Globalization;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages list</c>: the dead letters that there are, oldest first.</summary>
internal sealed class MessagesListCommand<TContext>(MessagesListDefinition definition) : MessagesCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public MessagesListCommand()
        : this(new MessagesListDefinition()) { }

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var limit = parsed.GetValue(definition.Limit);
        var page = await letters.ListAsync(
            parsed.GetValue(definition.Consumer),
            parsed.GetValue(definition.After),
            limit + 1,
            cancellationToken
        );
        var next = page.Count > limit ? page[limit - 1].Id : (Guid?)null;
        page = page[..Math.Min(limit, page.Count)];
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    DeadLetters = page,
                    Next = next,
                }
            );
            return;
        }

        if (page.Count == 0)
        {
            session.Output.Line("no dead letters");
            return;
        }

        session.Output.Table(
            ["id", "consumer", "type", "since", "redeliveries", "comes again", "reason"],
            page.Select(letter =>
                (string[])
                    [
                        letter.Id.ToString(),
                        letter.Consumer,
                        letter.Type ?? "-",
                        BackupText.Moment(letter.CreatedAt),
                        letter.Redeliveries.ToString(CultureInfo.InvariantCulture),
                        letter.RedeliverAt is { } at ? BackupText.Moment(at) : "-",
                        letter.Reason,
                    ]
            )
        );
        if (next is not null)
        {
            session.Output.Text($"more: --after {next}");
        }
    }
}
