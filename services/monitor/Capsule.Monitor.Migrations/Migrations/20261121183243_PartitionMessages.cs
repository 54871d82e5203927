using Capsule.Messaging;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Capsule.Monitor.Migrations.Migrations
{
    /// <inheritdoc />
    [LintException("blocking-index", "The tables are new, and hold the few rows that have not left and the ids of a month.")]
    [LintException("still-in-use", "The table of the same name in its place has the same columns; the renamed one is dropped in the same transaction.")]
    public partial class PartitionMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreatePartitionFunctions("monitor");
            migrationBuilder.ServiceSql("monitor", MessagePartitionSql.Partition);
            migrationBuilder.CreateUpdatedAtTrigger("monitor", "inbox_messages", "outbox_messages");
            migrationBuilder.ServiceSql("monitor", OutboxSql.CreateNotifyTrigger);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.ServiceSql("monitor", MessagePartitionSql.Unpartition);
            migrationBuilder.CreateUpdatedAtTrigger("monitor", "inbox_messages", "outbox_messages");
            migrationBuilder.ServiceSql("monitor", OutboxSql.CreateNotifyTrigger);
            migrationBuilder.DropPartitionFunctions("monitor");
        }
    }
}
