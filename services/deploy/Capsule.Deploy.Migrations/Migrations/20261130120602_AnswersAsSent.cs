using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Deploy.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class AnswersAsSent : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "content",
                schema: "deploy",
                table: "idempotency_keys",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "headers",
                schema: "deploy",
                table: "idempotency_keys",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "content",
                schema: "deploy",
                table: "idempotency_keys");

            migrationBuilder.DropColumn(
                name: "headers",
                schema: "deploy",
                table: "idempotency_keys");
        }
    }
}
