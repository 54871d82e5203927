using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Capsule.Migrations;

/// <summary>Turns the migrations of a bundle into the statements that they would run; needs no server.</summary>
internal static class MigrationSources
{
    /// <summary>Returns all migrations of <paramref name="session"/>'s bundle, oldest first.</summary>
    public static IReadOnlyList<LintSource> Read<TContext>(BundleSession<TContext> session)
        where TContext : ServiceDbContext
    {
        using var connection = new NpgsqlConnection(session.Owner.ConnectionString);
        using var context = MigrationContext.Create<TContext>(connection, session.Options, session.Migrations);
        var assembly = context.GetService<IMigrationsAssembly>();
        var generator = context.GetService<IMigrationsSqlGenerator>();
        var initializer = context.GetService<IModelRuntimeInitializer>();
        return
        [
            .. assembly.Migrations.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
            {
                var migration = assembly.CreateMigration(pair.Value, context.Database.ProviderName!);
                var model = initializer.Initialize(migration.TargetModel, designTime: true, validationLogger: null);
                return new LintSource(
                    pair.Key,
                    [.. generator.Generate(migration.UpOperations, model).SelectMany(command => SqlStatement.Split(command.CommandText, command.TransactionSuppressed))],
                    Names(model, context.Schema, session.Schema),
                    [.. pair.Value.GetCustomAttributes<LintExceptionAttribute>()]);
            }),
        ];
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
