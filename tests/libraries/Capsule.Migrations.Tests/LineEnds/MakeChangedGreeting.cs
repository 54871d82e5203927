using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Migrations.Tests.LineEnds;

/// <summary>A function whose body and comment span lines.</summary>
internal abstract class MakeChangedGreeting : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            create function chain.greeting() returns text language plpgsql as $$
            begin
                return 'hallo
            world';
            end $$;
            comment on function chain.greeting() is 'first
            second';
            """
        );
}
