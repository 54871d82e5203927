using System.Reflection;
using Capsule.Data;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Compares a service's database with a scratch database made from the same migrations.</summary>
internal sealed class DriftCheck<TContext>(NpgsqlConnectionStringBuilder owner, MigrationOptions options, Assembly migrations)
    where TContext : ServiceDbContext
{
    /// <summary>Makes the scratch database, compares, drops it.</summary>
    /// <exception cref="MigrationException">
    /// The owner may not create databases, or the migrations cannot be applied to an empty one.
    /// </exception>
    public async Task<DriftReport> RunAsync(CancellationToken cancellationToken)
    {
        var clock = options.Clock;
        var start = clock.GetTimestamp();
        await using var live = await OwnerConnection.OpenAsync(owner, options, cancellationToken);
        var (history, found) = await ReadLiveAsync(live, cancellationToken);
        var known = KnownMigrations.Of(migrations, typeof(TContext));
        var applied = known.Intersect(history.Applied).ToList();
        var pending = known.Except(history.Applied).ToList();
        var role = history.HasApiRole ? options.ApiRole?.Name : null;

        await ScratchDatabase.DropLeftoversAsync(live, options, cancellationToken);
        await using var scratch = await ScratchDatabase.CreateAsync(live, owner, options, cancellationToken);
        if (applied.Count > 0)
        {
            options.Progress($"making {scratch.Owner.Database} from the migrations up to {applied[^1]}");
            await MigrateAsync(scratch, role, pending, cancellationToken);
        }

        var expected = await ReadAsync(scratch, role, cancellationToken);
        var missing = MissingRole(history, applied).ToList();
        var differences = CatalogComparison.Compare(found, expected).Where(difference => missing.Count == 0 || !difference.IsGrant);
        return new DriftReport(
            options.Service,
            live.Database,
            options.SchemaName,
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
        var role = options.ApiRole?.Name;
        var after = await LiveHistory.ReadAsync(live, options.SchemaName, role, cancellationToken);
        LiveHistory history;
        IReadOnlyList<CatalogObject> found;
        do
        {
            // A migrator that finishes in between would add objects that the scratch database lacks.
            history = after;
            found = await new CatalogReader(options.SchemaName, history.Migrator, history.HasApiRole ? role : null).ReadAsync(
                live,
                cancellationToken
            );
            after = await LiveHistory.ReadAsync(live, options.SchemaName, role, cancellationToken);
        } while (!after.Applied.SequenceEqual(history.Applied));
        return (history, found);
    }

    private async Task MigrateAsync(ScratchDatabase scratch, string? role, List<string> pending, CancellationToken cancellationToken)
    {
        // Roles belong to the server, so it is the same role; without a password it is not changed.
        var scratchOptions = options with
        {
            ApiRole = role is null ? null : new ApiRole(role, null),
            Skip = pending.ToHashSet(StringComparer.Ordinal),
            OutOfOrder = true,
            PublishEvents = false,
            Progress = _ => { },
        };
        try
        {
            await new MigrationRun<TContext>(scratch.Owner, scratchOptions, migrations).MigrateAsync(cancellationToken);
        }
        catch (MigrationException exception) when (exception.Kind == MigrationErrorKind.MigrationFailed)
        {
            throw new MigrationException(
                exception.Kind,
                $"An empty scratch database cannot be migrated, so there is nothing to compare with: {exception.Message}",
                exception
            );
        }
    }

    private async Task<IReadOnlyList<CatalogObject>> ReadAsync(ScratchDatabase scratch, string? role, CancellationToken cancellationToken)
    {
        await using var connection = await OwnerConnection.OpenAsync(scratch.Owner, options, cancellationToken);
        var history = await LiveHistory.ReadAsync(connection, options.SchemaName, role, cancellationToken);
        return await new CatalogReader(options.SchemaName, history.Migrator, role).ReadAsync(connection, cancellationToken);
    }

    private IEnumerable<CatalogDifference> MissingRole(LiveHistory history, List<string> applied)
    {
        if (options.ApiRole is { } role && !history.HasApiRole && applied.Count > 0)
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
