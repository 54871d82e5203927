using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Billing.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class CloseAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                schema: "billing",
                table: "customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "email_changed_at",
                schema: "billing",
                table: "customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "reopened_at",
                schema: "billing",
                table: "customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_customer_id_activated_at",
                schema: "billing",
                table: "subscriptions",
                columns: new[] { "customer_id", "activated_at" })
                .Annotation("Npgsql:CreatedConcurrently", true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscriptions_customer_id_activated_at",
                schema: "billing",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "closed_at",
                schema: "billing",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "email_changed_at",
                schema: "billing",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "reopened_at",
                schema: "billing",
                table: "customers");
        }
    }
}
