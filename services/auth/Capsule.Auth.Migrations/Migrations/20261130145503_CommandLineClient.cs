using Capsule.Auth.Migrations.OAuth;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Auth.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class CommandLineClient : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.ServiceSql("auth", OAuthSql.AddCommandLineClient);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.ServiceSql("auth", OAuthSql.RemoveCommandLineClient);
        }
    }
}
