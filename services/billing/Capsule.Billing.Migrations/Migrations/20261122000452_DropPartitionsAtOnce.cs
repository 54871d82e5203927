using Capsule.Data;
using Capsule.Messaging;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Billing.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class DropPartitionsAtOnce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.ServiceSql("billing", PartitionSql.DropAtOnce + MessagePartitionSql.MaintainWithoutCompiling);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.ServiceSql("billing", PartitionSql.DropAsBefore + MessagePartitionSql.MaintainCompiling);
    }
}
