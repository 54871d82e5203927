using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Capsule.Sample.Migrations.Chain;

[DbContext(typeof(ChainDbContext))]
[Migration("20260101000000_People")]
internal sealed class People : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create table chain.people (id int primary key, name text not null)");
        migrationBuilder.Sql("insert into chain.people select n, 'name ' || n from generate_series(1, 2000) n");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260102000000_Email")]
internal sealed class Email : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("alter table chain.people add column email text");
        migrationBuilder.Sql("update chain.people set email = id || '@example.com'");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260103000000_EmailIndex")]
internal sealed class EmailIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create unique index concurrently ix_people_email on chain.people (email)", suppressTransaction: true);
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260104000000_Orders")]
internal sealed class Orders : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            "create table chain.orders (id int primary key, person_id int not null references chain.people (id), amount int not null)"
        );
        migrationBuilder.Sql("insert into chain.orders select n, n, n * 10 from generate_series(1, 2000) n");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260105000000_Totals")]
internal sealed class Totals : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create view chain.totals as select person_id, sum(amount) as total from chain.orders group by person_id");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260106000000_Touch")]
internal sealed class Touch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            "create function chain.touch() returns trigger language plpgsql as $$ begin new.name := trim(new.name); return new; end $$"
        );
        migrationBuilder.Sql("create trigger people_touch before update on chain.people for each row execute function chain.touch()");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260107000000_Mixed")]
internal sealed class Mixed : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("alter table chain.orders add column note text");
        migrationBuilder.Sql("create index concurrently ix_orders_person on chain.orders (person_id)", suppressTransaction: true);
        migrationBuilder.Sql("update chain.orders set note = 'n' || id");
        migrationBuilder.Sql("create index concurrently ix_orders_note on chain.orders (note)", suppressTransaction: true);
        migrationBuilder.Sql("alter table chain.orders alter column note set not null");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260108000000_Amounts")]
internal sealed class Amounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("drop view chain.totals");
        migrationBuilder.Sql("alter table chain.orders alter column amount type bigint");
        migrationBuilder.Sql("create view chain.totals as select person_id, sum(amount) as total from chain.orders group by person_id");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260109000000_Positive")]
internal sealed class Positive : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("alter table chain.orders add constraint ck_orders_amount check (amount > 0) not valid");
        migrationBuilder.Sql("alter table chain.orders validate constraint ck_orders_amount");
    }
}

[DbContext(typeof(ChainDbContext))]
[Migration("20260110000000_Last")]
internal sealed class Last : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("create table chain.done (id int primary key)");
        migrationBuilder.Sql("insert into chain.done values (1)");
    }
}
