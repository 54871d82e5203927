using System.CommandLine;
using System.Globalization;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>info</c>: where each migration stands, and who holds the lock.</summary>
internal sealed class InfoCommand<TContext>(InfoDefinition definition) : BundleCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    public InfoCommand()
        : this(new InfoDefinition()) { }

    public override async Task<BundleExitCode> RunAsync(
        BundleSession<TContext> session,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var options = session.Options with { Target = parsed.GetValue(definition.Target) };
        await using var run = await MigrationSession.OpenAsync<TContext>(session.Owner, options, session.Migrations, cancellationToken);
        var holder = await MigrationLock.HolderAsync(run.Connection, cancellationToken);
        var migrations = (await run.StatesAsync(cancellationToken)).All();
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    options.Service,
                    run.Connection.Database,
                    Schema = options.SchemaName,
                    Lock = holder,
                    Migrations = migrations,
                }
            );
            return BundleExitCode.Success;
        }

        session.Output.Table(
            ["version", "description", "state", "installed on", "ms", "checksum"],
            migrations.Select(migration =>
                (string[])
                    [
                        migration.Version,
                        migration.Description,
                        Words(migration.State.ToString()),
                        migration.InstalledOn?.ToString("u", CultureInfo.InvariantCulture) ?? "-",
                        migration.Milliseconds?.ToString(CultureInfo.InvariantCulture) ?? "-",
                        migration.Checksum == ChecksumComparison.Unknown ? "-" : migration.Checksum.ToString().ToLowerInvariant(),
                    ]
            )
        );
        foreach (var migration in migrations.Where(migration => migration.State is MigrationState.Failed or MigrationState.HalfUndone))
        {
            session.Output.Text($"{migration.Name}: {migration.Error ?? "it was cut off"}");
        }

        foreach (var migration in migrations.Where(migration => migration.OldName is not null))
        {
            session.Output.Text($"{migration.Name}: is applied as {migration.OldName}");
        }

        if (holder is not null)
        {
            session.Output.Text(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"locked by session {holder.Pid}, {holder.Application}, from {holder.Address ?? "this machine"}, since {holder.Since:u}"
                )
            );
        }

        return BundleExitCode.Success;
    }

    // OutOfOrder reads as "out of order".
    private static string Words(string state) =>
        string.Concat(
            state.Select(
                (letter, i) => char.IsUpper(letter) && i > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"
            )
        );
}
