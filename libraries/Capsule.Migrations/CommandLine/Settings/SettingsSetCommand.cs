using System.CommandLine;
using System.Text.Json;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>settings set</c>: changes one setting, or removes its value.</summary>
internal sealed class SettingsSetCommand<TContext>(SettingsSetDefinition definition) : SettingsCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public SettingsSetCommand()
        : this(new SettingsSetDefinition()) { }

    protected override void Check(IReadOnlyList<RuntimeSetting> known, ParseResult parsed) =>
        Value(Find(known, parsed.GetValue(definition.Key)), parsed);

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        SettingsTable table,
        IReadOnlyList<RuntimeSetting> known,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var setting = Find(known, parsed.GetValue(definition.Key));
        if (Value(setting, parsed) is { } value)
        {
            await table.WriteAsync(setting.Key, value, setting.Description, cancellationToken);
        }
        else
        {
            await table.RemoveAsync(setting.Key, cancellationToken);
        }

        var shown = ShownSetting.Of(setting, (await table.ReadAsync(cancellationToken)).Find(row => row.Key == setting.Key));
        if (session.Output.IsJson)
        {
            session.Output.Document(shown);
        }
        else
        {
            session.Output.Line(shown.Value is null ? $"{shown.Key} is no longer set" : $"{shown.Key} is {shown.Value}");
        }
    }

    // Null for --unset.
    private JsonElement? Value(RuntimeSetting setting, ParseResult parsed) =>
        (parsed.GetValue(definition.Value), parsed.GetValue(definition.Unset)) switch
        {
            (null, true) => null,
            ({ } text, false) => setting.Parse(text)
                ?? throw new BundleException(
                    BundleExitCode.Usage,
                    $"{setting.Key} cannot be \"{text}\": it must be {setting.Allowed}. Nothing was changed."
                ),
            _ => throw new BundleException(BundleExitCode.Usage, $"Give --value for {setting.Key} ({setting.Allowed}), or --unset."),
        };
}
