using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>settings get</c>: one setting.</summary>
internal sealed class SettingsGetCommand<TContext>(SettingsGetDefinition definition) : SettingsCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public SettingsGetCommand()
        : this(new SettingsGetDefinition()) { }

    protected override void Check(IReadOnlyList<RuntimeSetting> known, ParseResult parsed) => Find(known, parsed.GetValue(definition.Key));

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        SettingsTable table,
        IReadOnlyList<RuntimeSetting> known,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var setting = Find(known, parsed.GetValue(definition.Key));
        var shown = ShownSetting.Of(setting, (await table.ReadAsync(cancellationToken)).Find(row => row.Key == setting.Key));
        if (session.Output.IsJson)
        {
            session.Output.Document(shown);
        }
        else
        {
            session.Output.Line(
                shown.Value is null ? $"{shown.Key} is not set (default {shown.Default})" : $"{shown.Key} is {shown.Value}"
            );
        }
    }
}
