using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages</c>: its commands.</summary>
internal static class MessagesCommands
{
    public static Command All<TContext>()
        where TContext : ServiceDbContext =>
        new("messages", "Look at the messages that consumers could not handle, send them again, or discard them.")
        {
            new MessagesListCommand<TContext>(),
            new MessagesShowCommand<TContext>(),
            new MessagesReplayCommand<TContext>(),
            new MessagesDiscardCommand<TContext>(),
        };
}
