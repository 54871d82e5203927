using Capsule.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Scripted;

/// <summary>The context of bundles whose migrations a test writes as SQL.</summary>
public sealed class ScriptedContext(DbContextOptions<ScriptedContext> options) : ServiceDbContext(options, "chain");

/// <summary>A call of <see cref="MigrationBuilder.Sql"/>.</summary>
internal readonly record struct ScriptedSql(string Sql, bool IsOutside)
{
    public static implicit operator ScriptedSql(string sql) => new(sql, IsOutside: false);
}

/// <summary>A migration of a <see cref="ScriptedBundle"/>.</summary>
internal sealed record ScriptedMigration(string Id, ScriptedSql[] Up, ScriptedSql[]? Down = null)
{
    /// <summary>SQL that runs outside a transaction.</summary>
    public static ScriptedSql Outside(string sql) => new(sql, IsOutside: true);
}

/// <summary>The class that the migrations of a <see cref="ScriptedBundle"/> derive from.</summary>
public abstract class ScriptedMigrationBase : Migration
{
    public static void Run(MigrationBuilder builder, string sql, bool isOutside) => builder.Sql(sql, isOutside);
}
