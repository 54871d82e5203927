using System.CommandLine;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>settings list</c>: every setting that may be changed, and what else the table tells.</summary>
internal sealed class SettingsListCommand<TContext>() : SettingsCommand<TContext>(new SettingsListDefinition())
    where TContext : ServiceDbContext
{
    protected override async Task RunAsync(
        BundleSession<TContext> session,
        SettingsTable table,
        IReadOnlyList<RuntimeSetting> known,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var stored = await table.ReadAsync(cancellationToken);
        var keys = known.Select(setting => setting.Key).ToHashSet(StringComparer.Ordinal);
        var settings = known
            .Select(setting => ShownSetting.Of(setting, stored.Find(row => row.Key == setting.Key)))
            .Concat(stored.Where(row => !keys.Contains(row.Key)).Select(ShownSetting.Of))
            .ToList();
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    session.Owner.Database,
                    Settings = settings,
                }
            );
            return;
        }

        session.Output.Table(
            ["setting", "value", "default", "allowed", "description"],
            settings.Select(setting =>
                (string[])[setting.Key, setting.Value ?? "-", setting.Default ?? "-", setting.Allowed ?? "-", setting.Description ?? "-"]
            )
        );
    }
}
