using System;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Monitor.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "monitor");

            migrationBuilder.CreateTable(
                name: "alerts",
                schema: "monitor",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "uuid_generate_v4()"),
                    name = table.Column<string>(type: "text", nullable: false),
                    service = table.Column<string>(type: "text", nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cleared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "event_counts",
                schema: "monitor",
                columns: table => new
                {
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_counts", x => new { x.type, x.hour });
                    table.CheckConstraint("ck_event_counts_count", "count > 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_open",
                schema: "monitor",
                table: "alerts",
                columns: new[] { "name", "service" },
                unique: true,
                filter: "cleared_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_raised_at_id",
                schema: "monitor",
                table: "alerts",
                columns: new[] { "raised_at", "id" });

            migrationBuilder.CreateHypertableIfAvailable("monitor", "event_counts", "hour", TimeSpan.FromDays(7));
            migrationBuilder.CreateUpdatedAtTrigger(
                "monitor", "alerts", "event_counts");
            migrationBuilder.SeedServiceSettings("monitor");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alerts",
                schema: "monitor");

            migrationBuilder.DropTable(
                name: "event_counts",
                schema: "monitor");

            migrationBuilder.ClearServiceSettings("monitor");
        }
    }
}
