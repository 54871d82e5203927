using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Monitor.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class MessageTenants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "tenant",
                schema: "monitor",
                table: "outbox_messages",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "tenant",
                schema: "monitor",
                table: "outbox_messages");
        }
    }
}
