using System;
using System.Net;
using System.Text.Json;
using Capsule.Auth.Migrations.Audit;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class AuditLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_head",
                schema: "auth",
                columns: table => new
                {
                    only = table.Column<bool>(type: "boolean", nullable: false, defaultValueSql: "true"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    first_sequence = table.Column<long>(type: "bigint", nullable: false),
                    first_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    retention = table.Column<TimeSpan>(type: "interval", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_head", x => x.only);
                    table.CheckConstraint("ck_audit_head_only", "\"only\"");
                    table.CheckConstraint("ck_audit_head_retention", "retention >= interval '1 month'");
                });

            migrationBuilder.CreateTable(
                name: "audit_pending",
                schema: "auth",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false, defaultValueSql: "uuid_generate_v4()"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "current_timestamp"),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    @event = table.Column<string>(name: "event", type: "character varying(64)", maxLength: 64, nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target_id = table.Column<Guid>(type: "uuid", nullable: true),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    address = table.Column<IPAddress>(type: "inet", nullable: true),
                    user_agent = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    data = table.Column<JsonElement>(type: "jsonb", nullable: false, defaultValueSql: "'{}'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_pending", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_pending_occurred_at_id",
                schema: "auth",
                table: "audit_pending",
                columns: new[] { "occurred_at", "id" });

            migrationBuilder.ServiceSql("auth", AuditLogSql.CreateTable + AuditLogSql.AppendOnly + AuditLogSql.Chain + AuditLogSql.Maintain);
            migrationBuilder.CreateUpdatedAtTrigger("auth", "audit_head", "audit_log", "audit_pending");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.ServiceSql("auth", AuditLogSql.Drop);
            migrationBuilder.DropTable(
                name: "audit_head",
                schema: "auth");

            migrationBuilder.DropTable(
                name: "audit_pending",
                schema: "auth");
        }
    }
}
