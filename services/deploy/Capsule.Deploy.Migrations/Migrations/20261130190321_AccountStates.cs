using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Deploy.Migrations.Migrations
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
                schema: "deploy",
                table: "quotas");

            migrationBuilder.DropColumn(
                name: "reopened_at",
                schema: "deploy",
                table: "quotas");

            migrationBuilder.AddColumn<string>(
                name: "account_state",
                schema: "deploy",
                table: "quotas",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValueSql: "'Active'");

            migrationBuilder.AddColumn<int>(
                name: "account_version",
                schema: "deploy",
                table: "quotas",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "account_state",
                schema: "deploy",
                table: "quotas");

            migrationBuilder.DropColumn(
                name: "account_version",
                schema: "deploy",
                table: "quotas");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                schema: "deploy",
                table: "quotas",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "reopened_at",
                schema: "deploy",
                table: "quotas",
                type: "timestamp with time zone",
                nullable: true);
        }
    }
}
