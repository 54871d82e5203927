using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Capsule.Migrations;

/// <summary>Turns the library steps and migrations of a bundle into the statements that they would run; needs no server.</summary>
internal static class MigrationSources
{
    /// <summary>
    /// Returns everything in <paramref name="catalog"/>, in the order in which an empty database gets it. Tables that the model has in
    /// schema <paramref name="written"/> are made in <paramref name="schema"/>.
    /// </summary>
    public static IReadOnlyList<LintSource> Read(MigrationCatalog catalog, string written, string schema) =>
        [
            .. catalog.Chains.Where(chain => chain.Library is not null).SelectMany(chain => Steps(chain, schema)),
            .. catalog.Migrations.Select(known => Migration(catalog, known, written, schema)),
        ];

    private static LintSource Migration(MigrationCatalog catalog, KnownMigration known, string written, string schema)
    {
        var migration = catalog.Create(known);
        var commands = catalog.Commands(migration.UpOperations, migration);
        return new LintSource(
            known.Name,
            [.. commands.SelectMany(command => SqlStatement.Split(command.CommandText, command.TransactionSuppressed))],
            Names(catalog.Model(migration), written, schema),
            [.. known.Type!.GetCustomAttributes<LintExceptionAttribute>()]
        );
    }

    // A library has no model of each step: its tables are what its statements have made so far.
    private static IEnumerable<LintSource> Steps(MigrationChain chain, string schema)
    {
        var tables = new LintSchema();
        foreach (var step in chain.Migrations.Select(known => known.Step!))
        {
            IReadOnlyList<SqlStatement> statements =
            [
                .. step.Up.SelectMany(command => SqlStatement.Split(SqlText.InSchema(command.Sql, schema), !command.IsTransactional)),
            ];
            statements.SelectMany(ChangeReader.Read).ToList().ForEach(tables.Apply);
            yield return new LintSource(
                step.Name,
                statements,
                tables.Names.ToHashSet(StringComparer.Ordinal),
                [.. step.Allowed.Select(allowed => new LintExceptionAttribute(allowed.Rule, allowed.Reason))]
            );
        }
    }

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
