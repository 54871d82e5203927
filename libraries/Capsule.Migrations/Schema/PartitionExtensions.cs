using Capsule.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations;

/// <summary>Functions that make and drop partitions, in a migration.</summary>
public static class PartitionExtensions
{
    /// <summary>Makes the functions of <see cref="PartitionSql"/> in <paramref name="schema"/>.</summary>
    public static void CreatePartitionFunctions(this MigrationBuilder migrationBuilder, string schema) =>
        migrationBuilder.ServiceSql(schema, PartitionSql.Create);

    /// <summary>Removes them.</summary>
    public static void DropPartitionFunctions(this MigrationBuilder migrationBuilder, string schema) =>
        migrationBuilder.ServiceSql(schema, PartitionSql.Drop);
}
