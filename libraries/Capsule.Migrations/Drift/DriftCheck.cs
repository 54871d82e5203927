using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Compares a service's database with a scratch database made from the same migrations.</summary>
internal sealed class DriftCheck<TContext>(BundleSession<TContext> session)
    where TContext : ServiceDbContext
{
    /// <summary>Makes the scratch database, compares, drops it.</summary>
    /// <exception cref="BundleException">
    /// The owner may not create databases, or the migrations cannot be applied to an empty one.
    /// </exception>
    public async Task<DriftReport> RunAsync(CancellationToken cancellationToken)
    {
        var clock = session.Options.Clock;
        var start = clock.GetTimestamp();
        await using var live = await session.OpenAsync(cancellationToken);
        var (history, found) = await ReadLiveAsync(live, cancellationToken);
        var known = KnownMigrations.Of(session.Migrations, typeof(TContext));
        var applied = known.Intersect(history.Applied).ToList();
        var pending = known.Except(history.Applied).ToList();
        var role = history.HasApiRole ? session.Options.ApiRole?.Name : null;

        await ScratchDatabase.DropLeftoversAsync(live, session.Options, cancellationToken);
        await using var scratch = await ScratchDatabase.CreateAsync(live, session.Owner, session.Options, cancellationToken);
        if (applied.Count > 0)
        {
            session.Options.Progress($"making {scratch.Owner.Database} from the migrations up to {applied[^1]}");
            await MigrateAsync(scratch, role, pending, cancellationToken);
        }

        var expected = await ReadAsync(scratch, role, cancellationToken);
        var missing = MissingRole(history, applied).ToList();
        var differences = CatalogComparison.Compare(found, expected).Where(difference => missing.Count == 0 || !difference.IsGrant);
        return new DriftReport(
            session.Options.Service,
            live.Database,
            session.Schema,
            applied.LastOrDefault(),
            pending,
            [.. history.Applied.Except(known)],
            found.Count,
            [.. missing, .. differences],
            CatalogComparison.Notes(found, expected),
            (long)clock.GetElapsedTime(start).TotalMilliseconds
        );
    }

    private async Task<(LiveHistory History, IReadOnlyList<CatalogObject> Found)> ReadLiveAsync(
        NpgsqlConnection live,
        CancellationToken cancellationToken
    )
    {
        var role = session.Options.ApiRole?.Name;
        var after = await LiveHistory.ReadAsync(live, session.Schema, role, cancellationToken);
        LiveHistory history;
        IReadOnlyList<CatalogObject> found;
        do
        {
            // A migrator that finishes in between would have made what its migrations do not yet account for.
            history = after;
            found = await new CatalogReader(session.Schema, history.Migrator, history.HasApiRole ? role : null).ReadAsync(
                live,
                cancellationToken
            );
            after = await LiveHistory.ReadAsync(live, session.Schema, role, cancellationToken);
        } while (!after.Applied.SequenceEqual(history.Applied));
        return (history, found);
    }

    private async Task MigrateAsync(ScratchDatabase scratch, string? role, List<string> pending, CancellationToken cancellationToken)
    {
        // The role is the server's and therefore the same: without a password it stays as it is.
        var options = session.Options with
        {
            ApiRole = role is null ? null : new ApiRole(role, null),
            Skip = pending.ToHashSet(StringComparer.Ordinal),
            OutOfOrder = true,
            PublishEvents = false,
            Progress = _ => { },
        };
        try
        {
            await (session with { Owner = scratch.Owner, Options = options }).Run.MigrateAsync(cancellationToken);
        }
        catch (BundleException exception) when (exception.ExitCode == BundleExitCode.MigrationFailed)
        {
            throw new BundleException(
                exception.ExitCode,
                $"An empty scratch database cannot be migrated, so there is nothing to compare with: {exception.Message}",
                exception
            );
        }
    }

    private async Task<IReadOnlyList<CatalogObject>> ReadAsync(ScratchDatabase scratch, string? role, CancellationToken cancellationToken)
    {
        await using var connection = await OwnerConnection.OpenAsync(scratch.Owner, session.Options, cancellationToken);
        var history = await LiveHistory.ReadAsync(connection, session.Schema, role, cancellationToken);
        return await new CatalogReader(session.Schema, history.Migrator, role).ReadAsync(connection, cancellationToken);
    }

    private IEnumerable<CatalogDifference> MissingRole(LiveHistory history, List<string> applied)
    {
        if (session.Options.ApiRole is { } role && !history.HasApiRole && applied.Count > 0)
        {
            yield return new CatalogDifference(
                "role",
                role.Name,
                CatalogChange.Missing,
                $"role {role.Name}: the server has none, the migrations make it, and its grants (not compared)",
                []
            );
        }
    }
}
