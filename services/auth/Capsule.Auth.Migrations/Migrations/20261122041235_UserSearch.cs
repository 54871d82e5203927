using Capsule.Auth.Migrations.Users;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class UserSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_users_inactive",
                schema: "auth",
                table: "users",
                column: "id",
                filter: "not active")
                .Annotation("Npgsql:CreatedConcurrently", true);

            migrationBuilder.CreateIndex(
                name: "ix_user_roles_role_user_id",
                schema: "auth",
                table: "user_roles",
                columns: new[] { "role", "user_id" })
                .Annotation("Npgsql:CreatedConcurrently", true);

            migrationBuilder.ServiceSql("auth", UserSearchSql.IndexEmail, suppressTransaction: true);
            migrationBuilder.ServiceSql("auth", UserSearchSql.IndexName, suppressTransaction: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.ServiceSql("auth", UserSearchSql.DropName, suppressTransaction: true);
            migrationBuilder.ServiceSql("auth", UserSearchSql.DropEmail, suppressTransaction: true);

            migrationBuilder.DropIndex(
                name: "ix_users_inactive",
                schema: "auth",
                table: "users");

            migrationBuilder.DropIndex(
                name: "ix_user_roles_role_user_id",
                schema: "auth",
                table: "user_roles");
        }
    }
}
