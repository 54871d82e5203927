using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Capsule.Migrations;

/// <summary>Turns the migrations of a bundle into the statements that they would run; needs no server.</summary>
internal static class MigrationSources
{
    /// <summary>
    /// Returns all migrations of <paramref name="catalog"/>, oldest first. Tables that the model has in schema <paramref name="written"/>
    /// are made in <paramref name="schema"/>.
    /// </summary>
    public static IReadOnlyList<LintSource> Read(MigrationCatalog catalog, string written, string schema) =>
    [
        .. catalog.Migrations.Select(known =>
        {
            var migration = catalog.Create(known);
            return new LintSource(
                known.Name,
                [.. catalog.Commands(migration.UpOperations, migration).SelectMany(command => SqlStatement.Split(command.CommandText, command.TransactionSuppressed))],
                Names(catalog.Model(migration), written, schema),
                [.. known.Type!.GetCustomAttributes<LintExceptionAttribute>()]);
        }),
    ];

    private static HashSet<string> Names(IModel model, string written, string schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in model.GetRelationalModel().Tables)
        {
            var name = $"{(table.Schema == written ? schema : table.Schema ?? "public")}.{table.Name}";
            names.Add(name);
            names.UnionWith(table.Columns.Select(column => $"{name}.{column.Name}"));
        }

        return names;
    }
}
