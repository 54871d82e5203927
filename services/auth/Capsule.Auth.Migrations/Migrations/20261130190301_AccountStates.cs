using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class AccountStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "account_version",
                schema: "auth",
                table: "users",
                type: "integer",
                nullable: false,
                defaultValue: 1);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "account_version",
                schema: "auth",
                table: "users");
        }
    }
}
