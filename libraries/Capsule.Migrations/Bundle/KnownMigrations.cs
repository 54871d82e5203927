using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>The migrations that a bundle was built with, read without building a context, which costs more than the rest of a short command.</summary>
internal static class KnownMigrations
{
    /// <summary>Returns the names of the migrations of <paramref name="context"/> in <paramref name="assembly"/>, oldest first.</summary>
    public static IReadOnlyList<string> Of(Assembly assembly, Type context) =>
    [
        .. assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(Migration).IsAssignableFrom(type)
                && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];
}
