using System.CommandLine;

namespace Capsule.Migrations;

/// <summary><c>settings list</c>.</summary>
internal sealed class SettingsListDefinition()
    : CommandDefinition("list", "List the settings that may be changed while a service runs, and what is set; changes nothing.");

/// <summary><c>settings get</c>.</summary>
internal sealed class SettingsGetDefinition : CommandDefinition
{
    public SettingsGetDefinition()
        : base("get", "Show a setting; changes nothing.") => Add(OptionScope.OneService, Key);

    public Option<string?> Key { get; } = MakeKey();

    internal static Option<string?> MakeKey() =>
        new("--key") { Description = "Name of the setting, as settings list shows it.", HelpName = "KEY" };
}

/// <summary><c>settings set</c>.</summary>
internal sealed class SettingsSetDefinition : CommandDefinition
{
    public SettingsSetDefinition()
        : base("set", "Change a setting of a running service, which follows within Settings:RefreshInterval (10 s).")
    {
        Add(OptionScope.OneService, Key, Value);
        Add(Unset);
    }

    public Option<string?> Key { get; } = SettingsGetDefinition.MakeKey();

    public Option<string?> Value { get; } = new("--value") { Description = "The value.", HelpName = "VALUE" };

    public Option<bool> Unset { get; } =
        new("--unset") { Description = "Remove the value: the service returns to its configuration, or the default." };
}
