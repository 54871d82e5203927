using System;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Deploy.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "deploy");

            migrationBuilder.CreateTable(
                name: "quotas",
                schema: "deploy",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "uuid_generate_v4()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    max_deployments = table.Column<int>(type: "integer", nullable: false),
                    max_cpu_millicores = table.Column<int>(type: "integer", nullable: false),
                    max_memory_megabytes = table.Column<int>(type: "integer", nullable: false),
                    used_deployments = table.Column<int>(type: "integer", nullable: false),
                    used_cpu_millicores = table.Column<int>(type: "integer", nullable: false),
                    used_memory_megabytes = table.Column<int>(type: "integer", nullable: false),
                    account_state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, defaultValueSql: "'Active'"),
                    account_version = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotas", x => x.id);
                    table.UniqueConstraint("ak_quotas_user_id", x => x.user_id);
                    table.CheckConstraint("ck_quotas_max", "max_deployments >= 0 and max_cpu_millicores >= 0 and max_memory_megabytes >= 0");
                    table.CheckConstraint("ck_quotas_used", "used_deployments >= 0 and used_cpu_millicores >= 0 and used_memory_megabytes >= 0");
                });

            migrationBuilder.CreateTable(
                name: "deployments",
                schema: "deploy",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "uuid_generate_v4()"),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    image = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: false),
                    cpu_millicores = table.Column<int>(type: "integer", nullable: false),
                    memory_megabytes = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deployments", x => x.id);
                    table.CheckConstraint("ck_deployments_amounts", "cpu_millicores > 0 and memory_megabytes > 0");
                    table.CheckConstraint("ck_deployments_status", "status in ('requested')");
                    table.ForeignKey(
                        name: "fk_deployments_quotas_user_id",
                        column: x => x.user_id,
                        principalSchema: "deploy",
                        principalTable: "quotas",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deployments_user_id_name",
                schema: "deploy",
                table: "deployments",
                columns: new[] { "user_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quotas_user_id",
                schema: "deploy",
                table: "quotas",
                column: "user_id",
                unique: true);

            migrationBuilder.CreateUpdatedAtTrigger(
                "deploy", "deployments", "quotas");
            migrationBuilder.SeedServiceSettings("deploy");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deployments",
                schema: "deploy");

            migrationBuilder.DropTable(
                name: "quotas",
                schema: "deploy");

            migrationBuilder.ClearServiceSettings("deploy");
        }
    }
}
