using System.Reflection;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Brings one database to the schema that a bundle was built with.</summary>
/// <typeparam name="TContext">The service's context; its migrations are in <paramref name="migrations"/>.</typeparam>
/// <param name="owner">Connects as the owner of the schema.</param>
/// <param name="options">Service, role, target and deadlines.</param>
/// <param name="migrations">The bundle's assembly.</param>
public sealed class MigrationRun<TContext>(NpgsqlConnectionStringBuilder owner, MigrationOptions options, Assembly migrations)
    where TContext : ServiceDbContext
{
    /// <summary>Applies what is pending, each migration in its own transaction, and grants the API's role its rights.</summary>
    /// <exception cref="MigrationException">The run cannot go on; says why and how the process should end.</exception>
    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken = default) =>
        MigrateAsync(safeguard: null, cancellationToken);

    /// <summary>The same, with a way back when a migration stops where no rollback reaches.</summary>
    /// <exception cref="MigrationException">
    /// The run cannot go on; says why, how the process should end, and whether it went back.
    /// </exception>
    internal async Task<MigrationReport> MigrateAsync(IMigrationSafeguard? safeguard, CancellationToken cancellationToken)
    {
        var start = options.Clock.GetTimestamp();
        var (session, before) = await MigrationSession.OpenLockedAsync<TContext>(owner, options, migrations, cancellationToken);
        await using var _ = session;
        before = await RenamesInHistory.NoteAsync(session, before, cancellationToken);
        var pending = await RunPlan.PrepareAsync(session, PendingMigrations.Of(session.Catalog, before, options), cancellationToken);
        if (options.ApiRole is { } account)
        {
            await new ApiRoleAccount(session.Connection, account).EnsureAsync(cancellationToken);
        }

        var alreadyApplied = before.All().Count(migration => migration.IsApplied || migration.State == MigrationState.BelowBaseline);
        await (safeguard?.BeforeAsync(alreadyApplied, pending.Count, cancellationToken) ?? Task.CompletedTask);
        var applied = await ApplyAsync(session, pending, safeguard, cancellationToken);
        if (options.ApiRole is { } role && alreadyApplied + applied.Count > 0)
        {
            await new ApiRoleGrants(session.Connection, options.SchemaName, role, session.Context.Model).GrantAsync(cancellationToken);
        }

        return new MigrationReport(
            options.Service,
            session.Connection.Database,
            options.SchemaName,
            applied,
            alreadyApplied,
            options.ApiRole?.Name,
            (long)options.Clock.GetElapsedTime(start).TotalMilliseconds
        );
    }

    /// <summary>Tells where each migration stands; changes nothing.</summary>
    /// <exception cref="MigrationException">The database cannot be reached.</exception>
    public async Task<IReadOnlyList<MigrationInfo>> InfoAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await MigrationSession.OpenAsync<TContext>(owner, options, migrations, cancellationToken);
        return (await session.StatesAsync(cancellationToken)).All();
    }

    private async Task<List<AppliedMigration>> ApplyAsync(
        MigrationSession session,
        IReadOnlyList<PlannedMigration> pending,
        IMigrationSafeguard? safeguard,
        CancellationToken cancellationToken
    )
    {
        var applied = new List<AppliedMigration>();
        foreach (var planned in pending)
        {
            var migration = planned.Migration;
            try
            {
                applied.Add(new AppliedMigration(migration.Name, await session.Executor.ApplyAsync(planned, cancellationToken)));
            }
            catch (StepFailedException exception)
            {
                var failure = await MigrationFailure.NoteAsync(
                    session,
                    owner,
                    migration,
                    HistoryEntryType.Migration,
                    exception,
                    cancellationToken
                );
                throw safeguard is null || !failure.IsHalfDone ? failure : await safeguard.RecoverAsync(failure, cancellationToken);
            }

            options.Progress($"applied {migration.Name} in {applied[^1].Milliseconds} ms");
        }

        return applied;
    }
}
