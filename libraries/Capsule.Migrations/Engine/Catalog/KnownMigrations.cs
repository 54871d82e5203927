using System.Reflection;
using Capsule.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>
/// The steps of libraries and the migrations that a bundle was built with, read without building a context, which costs more than the rest
/// of a short command.
/// </summary>
internal static class KnownMigrations
{
    /// <summary>
    /// Returns the names of the library steps of <paramref name="context"/>, then of its migrations in <paramref name="assembly"/>, oldest
    /// first.
    /// </summary>
    public static IReadOnlyList<string> Of(Assembly assembly, Type context) =>
        [
            .. LibrarySchemas.StepsOf(context),
            .. assembly
                .GetTypes()
                .Where(type =>
                    !type.IsAbstract
                    && typeof(Migration).IsAssignableFrom(type)
                    && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context
                )
                .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
                .OfType<string>()
                .Order(StringComparer.Ordinal),
        ];
}
