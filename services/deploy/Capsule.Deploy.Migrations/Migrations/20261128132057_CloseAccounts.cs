using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Deploy.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class CloseAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "closed_at",
                schema: "deploy",
                table: "quotas");

            migrationBuilder.DropColumn(
                name: "reopened_at",
                schema: "deploy",
                table: "quotas");
        }
    }
}
