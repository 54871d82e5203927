using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    [LintException("blocking-index", "The table holds the tokens of e-mails of two days: thousands of rows at most.")]
    public partial class TokensAndAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_account_tokens",
                schema: "auth",
                table: "account_tokens");

            migrationBuilder.AddColumn<string>(
                name: "content",
                schema: "auth",
                table: "idempotency_keys",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "headers",
                schema: "auth",
                table: "idempotency_keys",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "used_by_owner",
                schema: "auth",
                table: "account_tokens",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddPrimaryKey(
                name: "pk_account_tokens",
                schema: "auth",
                table: "account_tokens",
                columns: new[] { "user_id", "purpose", "token_hash" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The older key has room for one token of a purpose.
            migrationBuilder.ServiceSql("auth", """
                delete from {schema}.account_tokens older using {schema}.account_tokens newer
                where newer.user_id = older.user_id and newer.purpose = older.purpose
                    and (newer.issued_at, newer.token_hash) > (older.issued_at, older.token_hash)
                """);

            migrationBuilder.DropPrimaryKey(
                name: "pk_account_tokens",
                schema: "auth",
                table: "account_tokens");

            migrationBuilder.DropColumn(
                name: "content",
                schema: "auth",
                table: "idempotency_keys");

            migrationBuilder.DropColumn(
                name: "headers",
                schema: "auth",
                table: "idempotency_keys");

            migrationBuilder.DropColumn(
                name: "used_by_owner",
                schema: "auth",
                table: "account_tokens");

            migrationBuilder.AddPrimaryKey(
                name: "pk_account_tokens",
                schema: "auth",
                table: "account_tokens",
                columns: new[] { "user_id", "purpose" });
        }
    }
}
