using System;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class ProviderPages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "redirect_uri",
                schema: "auth",
                table: "sign_in_attempts",
                type: "character varying(8000)",
                maxLength: 8000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "authenticated_at",
                schema: "auth",
                table: "sign_in_attempts",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The older column has no room for them. They last ten minutes, and their users begin anew.
            migrationBuilder.ServiceSql("auth", "delete from {schema}.sign_in_attempts where length(redirect_uri) > 2000");

            migrationBuilder.DropColumn(
                name: "authenticated_at",
                schema: "auth",
                table: "sign_in_attempts");

            migrationBuilder.AlterColumn<string>(
                name: "redirect_uri",
                schema: "auth",
                table: "sign_in_attempts",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(8000)",
                oldMaxLength: 8000);
        }
    }
}
