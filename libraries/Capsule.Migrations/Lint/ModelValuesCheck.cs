using System.Collections;
using System.Globalization;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>
/// Finds values in the model that are computed when it is built, such as <c>HasData(new { Id = Guid.NewGuid() })</c>: every build then has
/// changes that no migration makes.
/// </summary>
internal static class ModelValuesCheck
{
    private const string Model = "(model)";

    /// <summary>Compares the seed data and default values of two builds of the model, and the seed data with the snapshot's.</summary>
    public static IReadOnlyList<LintFinding> Find<TContext>(TContext context)
        where TContext : ServiceDbContext
    {
        var built = context.GetService<IDesignTimeModel>().Model;
        using var twin = Twin(context);
        var again = twin.GetService<IDesignTimeModel>().Model;
        var volatileValues = Differences(built, again, Values).ToList();
        var pendingRows = Snapshot(context) is { } snapshot
            ? Differences(built, snapshot, SeedData).Except(volatileValues, StringComparer.Ordinal)
            : [];
        return [.. volatileValues.Select(Volatile), .. pendingRows.Select(Pending)];
    }

    private static LintFinding Volatile(string property) =>
        new(
            Model,
            "volatile-model",
            LintSeverity.Error,
            property,
            "the value differs each time the model is built, so that the model always has changes that no migration makes",
            "write it as a constant, or let the database compute it (HasDefaultValueSql) and insert the row in a migration"
        );

    private static LintFinding Pending(string property) =>
        new(
            Model,
            "pending-seed-data",
            LintSeverity.Error,
            property,
            "the seed data differs from the newest migration's",
            "if the value is computed when the process starts (a static Guid.NewGuid(), DateTime.Today), write it as a constant, "
                + "otherwise run capsule db add"
        );

    // Not from EF Core's cache of models.
    private static TContext Twin<TContext>(TContext context)
        where TContext : ServiceDbContext
    {
        var options = (DbContextOptions<TContext>)context.GetService<IDbContextOptions>();
        var builder = new DbContextOptionsBuilder<TContext>(options).EnableServiceProviderCaching(false);
        return (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!;
    }

    private static IModel? Snapshot(ServiceDbContext context)
    {
        var model = context.GetService<IMigrationsAssembly>().ModelSnapshot?.Model;
        model = model is IMutableModel mutable ? mutable.FinalizeModel() : model;
        return model is null ? null : context.GetService<IModelRuntimeInitializer>().Initialize(model, designTime: true, null);
    }

    private static IEnumerable<string> Differences(
        IModel one,
        IModel other,
        Func<IEntityType, IReadOnlyList<IDictionary<string, object?>>> values
    ) =>
        from entity in one.GetEntityTypes()
        let theirs = other.FindEntityType(entity.Name) is { } found ? values(found) : []
        from difference in Differences(entity.DisplayName(), values(entity), theirs)
        select difference;

    private static IEnumerable<string> Differences(
        string entity,
        IReadOnlyList<IDictionary<string, object?>> ours,
        IReadOnlyList<IDictionary<string, object?>> theirs
    ) =>
        ours.Count != theirs.Count
            ? [entity]
            : ours.Zip(theirs)
                .SelectMany(rows =>
                    rows.First.Where(value => !Same(value.Value, rows.Second.TryGetValue(value.Key, out var other) ? other : null))
                )
                .Select(value => $"{entity}.{value.Key}")
                .Distinct(StringComparer.Ordinal);

    private static List<IDictionary<string, object?>> Values(IEntityType entity) =>
        [
            .. SeedData(entity),
            entity
                .GetProperties()
                .ToDictionary(
                    property => property.Name,
                    property => property.TryGetDefaultValue(out var value) ? value : property.GetDefaultValueSql(),
                    StringComparer.Ordinal
                ),
        ];

    // As the database stores them: a snapshot knows no type of the service.
    private static List<IDictionary<string, object?>> SeedData(IEntityType entity) => [.. entity.GetSeedData(providerValues: true)];

    private static bool Same(object? one, object? other) =>
        (one, other) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (string, _) or (_, string) => one.Equals(other),
            (IEnumerable ours, IEnumerable theirs) => ours.Cast<object?>().SequenceEqual(theirs.Cast<object?>()),
            // Types that have no equality of their own, such as JsonElement, have a text.
            _ => one.Equals(other)
                || Convert.ToString(one, CultureInfo.InvariantCulture) == Convert.ToString(other, CultureInfo.InvariantCulture)
                    && one is not (DateTime or DateTimeOffset or TimeSpan),
        };
}
