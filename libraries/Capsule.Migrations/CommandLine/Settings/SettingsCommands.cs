using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>settings</c>: its commands.</summary>
internal static class SettingsCommands
{
    public static Command All<TContext>()
        where TContext : ServiceDbContext =>
        new("settings", "Look at the settings that may be changed while the service runs, and change them.")
        {
            new SettingsListCommand<TContext>(),
            new SettingsGetCommand<TContext>(),
            new SettingsSetCommand<TContext>(),
        };
}
