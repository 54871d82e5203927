using Capsule.Data;
using Capsule.Migrations.Tests.Chains;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Scripts;

/// <summary>Statements that tools take for something else, and one that cannot run in a transaction.</summary>
internal sealed class ScriptedContext(DbContextOptions<ScriptedContext> options) : ServiceDbContext(options, "chain");

[DbContext(typeof(ScriptedContext)), Migration("20260101000000_A")]
internal sealed class ScriptedMakeA : MakeA;

[DbContext(typeof(ScriptedContext)), Migration("20260102000000_Atomic")]
internal sealed class ScriptedAtomic : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            create function chain.fn_atomic() returns int language plpgsql as $$
            begin
                return 1;
            end;
            $$;
            select 1;
            grant select on chain.a to pg_monitor;
            create function chain.both() returns int begin atomic select 1; select case when true then 2 end; end;
            comment on function chain.both() is $capsule$ $sql$; $capsule$ -- a comment;
            """
        );
}

[DbContext(typeof(ScriptedContext)), Migration("20260103000000_Index")]
internal sealed class ScriptedIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("create unique index concurrently if not exists ix_a on chain.a ((id % 2))", suppressTransaction: true);
}
