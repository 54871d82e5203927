using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.Chains;

internal abstract class MakeA : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create table chain.a (id int primary key)");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table chain.a");
}

internal abstract class MakeB : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create table chain.b (id int primary key)");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table chain.b");
}

internal abstract class MakeC : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create table chain.c (id int primary key)");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table chain.c");
}

internal abstract class MakeAEdited : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("create table chain.a (id bigint primary key)");
}

internal abstract class Broken : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create table chain.half (id int)");
        migrationBuilder.Sql("select 1 / 0");
    }
}

/// <summary>Three steps: a table, an index outside of any transaction, and more.</summary>
internal abstract class Steps : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create table chain.steps (id int, name text)");
        migrationBuilder.Sql("create index concurrently ix_steps_id on chain.steps (id)", suppressTransaction: true);
        migrationBuilder.Sql("insert into chain.steps select 1 / (select count(*) from chain.gate), 'x'");
    }
}
