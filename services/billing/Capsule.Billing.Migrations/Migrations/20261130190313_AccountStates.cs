using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Billing.Migrations.Migrations
{
    /// <inheritdoc />
    [Capsule.Migrations.LintException("still-in-use", "There is no release yet, so none still runs.")]
    public partial class AccountStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.AddColumn<string>(
                name: "account_state",
                schema: "billing",
                table: "customers",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValueSql: "'Active'");

            migrationBuilder.AddColumn<int>(
                name: "account_version",
                schema: "billing",
                table: "customers",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "account_state",
                schema: "billing",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "account_version",
                schema: "billing",
                table: "customers");

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
        }
    }
}
