using System;
using System.Text.Json;
using Capsule.Messaging;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Capsule.Monitor.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureExtensions();

            migrationBuilder.EnsureSchema(
                name: "monitor");

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

            migrationBuilder.CreateTable(
                name: "inbox_messages",
                schema: "monitor",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_messages", x => new { x.message_id, x.consumer });
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                schema: "monitor",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    type = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    ordering_key = table.Column<string>(type: "text", nullable: true),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    trace_state = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "service_settings",
                schema: "monitor",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<JsonElement>(type: "jsonb", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_settings", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_messages_created_at",
                schema: "monitor",
                table: "inbox_messages",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_delivered",
                schema: "monitor",
                table: "outbox_messages",
                column: "delivered_at",
                filter: "delivered_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due",
                schema: "monitor",
                table: "outbox_messages",
                columns: new[] { "next_attempt_at", "sequence" },
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_ordering_key",
                schema: "monitor",
                table: "outbox_messages",
                columns: new[] { "ordering_key", "sequence" },
                filter: "delivered_at is null and ordering_key is not null");

            migrationBuilder.CreateHypertableIfAvailable("monitor", "event_counts", "hour", TimeSpan.FromDays(7));

            migrationBuilder.CreateUpdatedAtFunction("monitor");
            migrationBuilder.CreateUpdatedAtTrigger(
                "monitor", "event_counts", "inbox_messages", "outbox_messages", "service_settings");
            migrationBuilder.ServiceSql("monitor", OutboxSql.CreateNotifyTrigger);
            migrationBuilder.SeedServiceSettings("monitor", schemaVersion: "1.0.0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "event_counts",
                schema: "monitor");

            migrationBuilder.DropTable(
                name: "inbox_messages",
                schema: "monitor");

            migrationBuilder.DropTable(
                name: "outbox_messages",
                schema: "monitor");

            migrationBuilder.DropTable(
                name: "service_settings",
                schema: "monitor");

            migrationBuilder.ServiceSql("monitor", "drop function if exists {schema}.notify_outbox();");
            migrationBuilder.DropUpdatedAtFunction("monitor");
        }
    }
}
