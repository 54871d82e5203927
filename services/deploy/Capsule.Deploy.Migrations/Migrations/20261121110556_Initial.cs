using System;
using System.Text.Json;
using Capsule.Messaging;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Capsule.Deploy.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureExtensions();

            migrationBuilder.EnsureSchema(
                name: "deploy");

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                schema: "deploy",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "uuid_generate_v4()"),
                    endpoint = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    status_code = table.Column<int>(type: "integer", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "jsonb", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_messages",
                schema: "deploy",
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
                schema: "deploy",
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
                name: "service_settings",
                schema: "deploy",
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
                name: "ix_idempotency_keys_created_at",
                schema: "deploy",
                table: "idempotency_keys",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_endpoint_key",
                schema: "deploy",
                table: "idempotency_keys",
                columns: new[] { "endpoint", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_messages_created_at",
                schema: "deploy",
                table: "inbox_messages",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_delivered",
                schema: "deploy",
                table: "outbox_messages",
                column: "delivered_at",
                filter: "delivered_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due",
                schema: "deploy",
                table: "outbox_messages",
                columns: new[] { "next_attempt_at", "sequence" },
                filter: "delivered_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_ordering_key",
                schema: "deploy",
                table: "outbox_messages",
                columns: new[] { "ordering_key", "sequence" },
                filter: "delivered_at is null and ordering_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_quotas_user_id",
                schema: "deploy",
                table: "quotas",
                column: "user_id",
                unique: true);

            migrationBuilder.CreateUpdatedAtFunction("deploy");
            migrationBuilder.CreateUpdatedAtTrigger(
                "deploy", "idempotency_keys", "inbox_messages", "outbox_messages", "quotas", "service_settings", "deployments");
            migrationBuilder.ServiceSql("deploy", OutboxSql.CreateNotifyTrigger);
            migrationBuilder.SeedServiceSettings("deploy", schemaVersion: "1.0.0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deployments",
                schema: "deploy");

            migrationBuilder.DropTable(
                name: "idempotency_keys",
                schema: "deploy");

            migrationBuilder.DropTable(
                name: "inbox_messages",
                schema: "deploy");

            migrationBuilder.DropTable(
                name: "outbox_messages",
                schema: "deploy");

            migrationBuilder.DropTable(
                name: "service_settings",
                schema: "deploy");

            migrationBuilder.DropTable(
                name: "quotas",
                schema: "deploy");

            migrationBuilder.ServiceSql("deploy", "drop function if exists {schema}.notify_outbox();");
            migrationBuilder.DropUpdatedAtFunction("deploy");
        }
    }
}
