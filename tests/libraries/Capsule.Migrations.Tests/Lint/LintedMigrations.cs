using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Lint;

[DbContext(typeof(LintedDbContext))]
[Migration("20260101000000_First")]
internal sealed class FirstLintedMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("linted");
        migrationBuilder.CreateTable(
            "users",
            table => new
            {
                id = table.Column<Guid>("uuid"),
                name = table.Column<string>("character varying(50)", nullable: true),
                note = table.Column<string>("text", nullable: true),
            },
            "linted",
            table => table.PrimaryKey("pk_users", row => row.id)
        );
        migrationBuilder.CreateTable(
            "orders",
            table => new
            {
                id = table.Column<Guid>("uuid"),
                user_id = table.Column<Guid>("uuid"),
                amount = table.Column<int>("integer"),
            },
            "linted",
            table => table.PrimaryKey("pk_orders", row => row.id)
        );
        migrationBuilder.CreateTable("leftovers", table => new { id = table.Column<int>("integer") }, "linted");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity(
            "User",
            user =>
            {
                user.Property<Guid>("Id").HasColumnName("id");
                user.Property<string>("Name").HasColumnName("name");
                user.Property<string>("Note").HasColumnName("note");
                user.ToTable("users", "linted");
            }
        );
        modelBuilder.Entity(
            "Order",
            order =>
            {
                order.Property<Guid>("Id").HasColumnName("id");
                order.Property<int>("Amount").HasColumnName("amount");
                order.ToTable("orders", "linted");
            }
        );
    }
}

[DbContext(typeof(LintedDbContext))]
[Migration("20260102000000_Second")]
[LintException("type-rewrite", "the table has ten rows")]
internal sealed class SecondLintedMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("email", "users", "text", schema: "linted", nullable: false);
        migrationBuilder.AddColumn<string>("phone", "users", "text", schema: "linted", nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<Guid>("key", "users", "uuid", schema: "linted", nullable: false, defaultValueSql: "uuid_generate_v4()");
        migrationBuilder.AlterColumn<int>(
            "name",
            "users",
            "integer",
            schema: "linted",
            nullable: true,
            oldClrType: typeof(string),
            oldType: "character varying(50)",
            oldNullable: true
        );
        migrationBuilder.AlterColumn<string>(
            "note",
            "users",
            "text",
            schema: "linted",
            nullable: false,
            oldClrType: typeof(string),
            oldType: "text",
            oldNullable: true
        );
        migrationBuilder.CreateIndex("ix_users_phone", "users", "phone", "linted");
        migrationBuilder.CreateIndex("ix_users_email", "users", "email", "linted").Annotation("Npgsql:CreatedConcurrently", true);
        migrationBuilder.AddForeignKey("fk_orders_users", "orders", "user_id", "users", "linted", "linted", "id");
        migrationBuilder.AddCheckConstraint("ck_orders_amount", "orders", "amount > 0", "linted");
        migrationBuilder.RenameColumn("amount", "orders", "total", "linted");
        migrationBuilder.DropTable("leftovers", "linted");
        migrationBuilder.ServiceSql("linted", "vacuum {schema}.orders; delete from {schema}.orders;");
        migrationBuilder.ServiceSql("linted", "vacuum {schema}.users", suppressTransaction: true);
    }
}
