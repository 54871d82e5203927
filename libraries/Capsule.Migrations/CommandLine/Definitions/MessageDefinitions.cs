using System.CommandLine;

namespace Capsule.Migrations;

/// <summary><c>messages list</c>.</summary>
internal sealed class MessagesListDefinition : CommandDefinition
{
    public MessagesListDefinition()
        : base("list", "List the messages that consumers could not handle, oldest first; changes nothing.")
    {
        Limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value is < 1 or > 10_000)
            {
                result.AddError("--limit must be from 1 to 10000.");
            }
        });
        Add(Consumer);
        Add(OptionScope.OneService, After);
        Add(Limit);
    }

    public Option<string?> Consumer { get; } = new("--consumer") { Description = "Only messages of this queue.", HelpName = "QUEUE" };

    public Option<Guid?> After { get; } =
        new("--after") { Description = "Messages after this one, the last of the page before.", HelpName = "ID" };

    public Option<int> Limit { get; } =
        new("--limit")
        {
            Description = "How many messages of each service at most.",
            DefaultValueFactory = _ => 50,
            HelpName = "N",
        };
}

/// <summary><c>messages show</c>.</summary>
internal sealed class MessagesShowDefinition : CommandDefinition
{
    public MessagesShowDefinition()
        : base("show", "Show why a message could not be handled, its headers and its body; changes nothing.") =>
        Add(OptionScope.OneService, Id);

    public Argument<Guid> Id { get; } = new("id") { Description = "Id of the message, as messages list shows it.", HelpName = "ID" };
}

/// <summary>Which messages to replay or discard.</summary>
internal abstract class MessageChoiceDefinition(string name, string description) : CommandDefinition(name, description)
{
    public Argument<Guid[]> Ids { get; } =
        new("id")
        {
            Description = "Ids of the messages, as messages list shows them.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "ID",
        };

    public Option<bool> All { get; } = new("--all") { Description = "All messages, or all of --consumer." };

    public Option<string?> Consumer { get; } =
        new("--consumer") { Description = "With --all: only messages of this queue.", HelpName = "QUEUE" };

    protected void AddChoice()
    {
        Add(OptionScope.OneService, Ids);
        Add(All, Consumer);
    }
}

/// <summary><c>messages replay</c>.</summary>
internal sealed class MessagesReplayDefinition : MessageChoiceDefinition
{
    public MessagesReplayDefinition()
        : base("replay", "Return messages to their queues at once; the running service sends them.") => AddChoice();
}

/// <summary><c>messages discard</c>.</summary>
internal sealed class MessagesDiscardDefinition : MessageChoiceDefinition
{
    public MessagesDiscardDefinition()
        : base("discard", "Remove messages for good; what they would have done does not happen.")
    {
        AddChoice();
        Add(Confirmation);
    }

    public ConfirmationOptions Confirmation { get; } = new();
}
