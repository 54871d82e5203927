using System.CommandLine;
using System.Globalization;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages list</c>: the dead letters that there are, oldest first.</summary>
internal sealed class MessagesListCommand<TContext> : MessagesCommand<TContext>
    where TContext : ServiceDbContext
{
    private readonly Option<string?> _consumer = new("--consumer") { Description = "Only those of this queue.", HelpName = "QUEUE" };
    private readonly Option<Guid?> _after = new("--after")
    {
        Description = "Those after this one, which ends the page before.",
        HelpName = "ID",
    };
    private readonly Option<int> _limit = new("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 50 };

    public MessagesListCommand()
        : base("list", "List the messages that could not be handled; changes nothing.")
    {
        _limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--limit must be from 1 to 10000.");
            }
        });
        Add(_consumer);
        Add(_after);
        Add(_limit);
    }

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var limit = parsed.GetValue(_limit);
        var page = await letters.ListAsync(parsed.GetValue(_consumer), parsed.GetValue(_after), limit + 1, cancellationToken);
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
