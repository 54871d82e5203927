using Capsule.Messaging;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Billing.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class MaintainMessagesByIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.ServiceSql("billing", MessagePartitionSql.MaintainByIndex);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.ServiceSql("billing", MessagePartitionSql.MaintainAsBefore);
    }
}
