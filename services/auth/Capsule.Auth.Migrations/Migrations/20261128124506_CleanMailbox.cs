using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class CleanMailbox : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_development_emails_created_at",
                schema: "auth",
                table: "development_emails",
                column: "created_at")
                .Annotation("Npgsql:CreatedConcurrently", true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_development_emails_created_at",
                schema: "auth",
                table: "development_emails");
        }
    }
}
