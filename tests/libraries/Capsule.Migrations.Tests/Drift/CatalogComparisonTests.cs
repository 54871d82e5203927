using System.Text.RegularExpressions;
using Capsule.Sample.Migrations;
using Capsule.Testing;
using Npgsql;

namespace Capsule.Migrations.Tests.Drift;

/// <summary>One change by hand to a migrated database, compared with what it was before, and the other way round.</summary>
public sealed partial class CatalogComparisonTests(CatalogComparisonTests.MigratedDatabase migrated)
    : IClassFixture<CatalogComparisonTests.MigratedDatabase>
{
    private const string Role = "drift_sample_user";

    [Theory]
    [InlineData("comment on schema sample is 'mine'", "schema sample: the database has comment 'mine', the migrations make no comment")]
    [InlineData(
        "alter schema sample owner to pg_monitor",
        "schema sample: the database has owner pg_monitor, the migrations make the migrating role as owner"
    )]
    [InlineData(
        "create extension pg_trgm version '1.6'",
        "extension pg_trgm: the database has version 1.6 schema public, the migrations make none"
    )]
    [InlineData(
        "create schema x; alter extension pgcrypto set schema x",
        "extension pgcrypto: the database has schema x, the migrations make schema public"
    )]
    [InlineData(
        "create type sample.mood as enum ('ok', 'it''s')",
        "type sample.mood: the database has enum ('ok', 'it''s'), the migrations make none"
    )]
    [InlineData(
        "create type sample.pair as (a int, b text)",
        "type sample.pair: the database has (a integer, b text), the migrations make none"
    )]
    [InlineData(
        "create domain sample.pct as int not null check (value <= 100)",
        "domain sample.pct: the database has integer not null pct_check CHECK ((VALUE <= 100)), the migrations make none"
    )]
    [InlineData("create sequence sample.s as int", "sequence sample.s: the database has integer, the migrations make none")]
    [InlineData(
        "create table sample.t (id int primary key, n int generated always as identity unique, check (n > 0)); grant select on sample.t to public",
        "table sample.t: the database has it, the migrations make none"
    )]
    [InlineData("drop table sample.orders", "table sample.orders: the database has none, the migrations make it")]
    [InlineData(
        "alter table sample.orders set unlogged",
        "sequence sample.orders_number_seq: the database has no write-ahead log, the migrations make a write-ahead log",
        "table sample.orders: the database has no write-ahead log, the migrations make a write-ahead log"
    )]
    [InlineData(
        "alter table sample.orders set (fillfactor = 70, autovacuum_enabled = off)",
        "table sample.orders: the database has options (fillfactor=70, autovacuum_enabled=off), the migrations make no options"
    )]
    [InlineData(
        "alter table sample.orders enable row level security",
        "table sample.orders: the database has row security enabled, the migrations make row security disabled"
    )]
    [InlineData(
        "alter table sample.orders replica identity full",
        "table sample.orders: the database has replica identity full, the migrations make the default replica identity"
    )]
    [InlineData(
        "comment on table sample.orders is 'two\nlines'",
        "table sample.orders: the database has «comment 'two» in line 1 of its comment, the migrations make «» in line 1 of its comment"
    )]
    [InlineData(
        "alter table sample.orders owner to pg_monitor",
        "sequence sample.orders_number_seq: the database has owner pg_monitor, the migrations make the migrating role as owner",
        "table sample.orders: the database has owner pg_monitor, the migrations make the migrating role as owner"
    )]
    [InlineData(
        "alter table sample.service_settings add x int, drop description; alter table sample.service_settings add description text; alter table sample.service_settings drop x",
        "table sample.service_settings: the database has the columns in the order key, value, created_at, updated_at, description, the migrations make the columns in the order key, value, description, created_at, updated_at"
    )]
    [InlineData(
        "alter table sample.orders add note varchar(50) default 'x'",
        "column sample.orders.note: the database has character varying(50) null default 'x'::character varying, the migrations make none"
    )]
    [InlineData(
        "alter table sample.orders drop amount_minor",
        "column sample.orders.amount_minor: the database has none, the migrations make bigint not null"
    )]
    [InlineData(
        "alter table sample.orders alter currency type varchar(50), alter currency drop not null",
        "column sample.orders.currency: the database has character varying(50) null, the migrations make text not null"
    )]
    [InlineData(
        "alter table sample.orders alter currency set default 'EUR'",
        "column sample.orders.currency: the database has default 'EUR'::text, the migrations make no default"
    )]
    [InlineData(
        "alter table sample.orders alter currency type text collate \"C\"",
        "column sample.orders.currency: the database has collation \"C\", the migrations make no collation"
    )]
    [InlineData(
        "alter table sample.orders alter currency set storage external",
        "column sample.orders.currency: the database has storage external, the migrations make no storage"
    )]
    [InlineData(
        "alter table sample.orders add twice bigint generated always as (amount_minor * 2) stored",
        "column sample.orders.twice: the database has bigint null generated always as ((amount_minor * 2)) stored, the migrations make none"
    )]
    [InlineData(
        "comment on column sample.orders.currency is 'ISO'",
        "column sample.orders.currency: the database has comment 'ISO', the migrations make no comment"
    )]
    [InlineData(
        "alter table sample.orders alter number set generated by default",
        "identity sample.orders.number: the database has generated by default, the migrations make generated always"
    )]
    [InlineData(
        "alter table sample.orders alter number drop identity",
        "identity sample.orders.number: the database has none, the migrations make generated always"
    )]
    [InlineData(
        "alter table sample.orders alter number set increment by 10",
        "sequence sample.orders_number_seq: the database has increment 10, the migrations make increment 1"
    )]
    [InlineData(
        "alter table sample.orders add constraint positive check (amount_minor > 0)",
        "constraint positive on sample.orders: the database has CHECK ((amount_minor > 0)), the migrations make none"
    )]
    [InlineData(
        "alter table sample.orders add constraint one unique (currency)",
        "constraint one on sample.orders: the database has UNIQUE (currency), the migrations make none"
    )]
    [InlineData(
        "alter table sample.readings drop constraint pk_readings",
        "constraint pk_readings on sample.readings: the database has none, the migrations make PRIMARY KEY (source, at)"
    )]
    [InlineData(
        "alter table sample.orders drop constraint fk_orders_accounts_account_id, add constraint fk_orders_accounts_account_id foreign key (account_id) references sample.accounts not valid",
        "constraint fk_orders_accounts_account_id on sample.orders: the database has FOREIGN KEY (account_id) REFERENCES sample.accounts(id), not validated, the migrations make FOREIGN KEY (account_id) REFERENCES sample.accounts(id) ON DELETE CASCADE, validated"
    )]
    [InlineData(
        "alter index sample.pk_orders set (fillfactor = 50)",
        "index sample.pk_orders: the database has options (fillfactor=50), the migrations make no definition"
    )]
    [InlineData(
        "create index by_currency on sample.orders (currency) where amount_minor > 0",
        "index sample.by_currency: the database has CREATE INDEX by_currency ON sample.orders USING btree (currency) WHERE (amount_minor > 0), the migrations make none"
    )]
    [InlineData(
        "drop index sample.ix_accounts_email",
        "index sample.ix_accounts_email: the database has none, the migrations make CREATE UNIQUE INDEX ix_accounts_email ON sample.accounts USING btree (email)"
    )]
    [InlineData(
        "update pg_index set indisvalid = false where indexrelid = 'sample.ix_accounts_email'::regclass",
        "index sample.ix_accounts_email: the database has invalid, the migrations make valid"
    )]
    [InlineData(
        "create statistics sample.st on amount_minor, currency from sample.orders",
        "statistics sample.st: the database has CREATE STATISTICS sample.st ON amount_minor, currency FROM sample.orders, the migrations make none"
    )]
    [InlineData(
        "drop trigger orders_set_updated_at on sample.orders",
        "trigger orders_set_updated_at on sample.orders: the database has none, the migrations make CREATE TRIGGER orders_set_updated_at BEFORE UPDATE ON sample.orders FOR EACH ROW EXECUTE FUNCTION sample.set_updated_at()"
    )]
    [InlineData(
        "alter table sample.orders disable trigger orders_set_updated_at",
        "trigger orders_set_updated_at on sample.orders: the database has disabled, the migrations make enabled"
    )]
    [InlineData(
        "set session_replication_role = replica; alter table sample.orders disable trigger all",
        "constraint fk_orders_accounts_account_id on sample.orders: the database has its triggers disabled, the migrations make its triggers enabled",
        "trigger orders_set_updated_at on sample.orders: the database has disabled, the migrations make enabled"
    )]
    [InlineData(
        "create policy own on sample.orders for select to drift_sample_user using (amount_minor > 0)",
        "policy own on sample.orders: the database has permissive for select to drift_sample_user using ((amount_minor > 0)), the migrations make none"
    )]
    [InlineData(
        "create rule r as on delete to sample.orders do instead nothing",
        "rule r on sample.orders: the database has CREATE RULE r AS ON DELETE TO sample.orders DO INSTEAD NOTHING;, the migrations make none"
    )]
    [InlineData(
        "create view sample.v as select 1 as one; create rule r as on delete to sample.v do instead nothing",
        "view sample.v: the database has it, the migrations make none"
    )]
    [InlineData(
        "create materialized view sample.m as select 1 as one; create index on sample.m (one)",
        "materialized view sample.m: the database has it, the migrations make none"
    )]
    [InlineData(
        "create function sample.f(a int, b text default 'x') returns int language sql as 'select 1'; revoke all on function sample.f from public",
        "function sample.f(a integer, b text): the database has it, the migrations make none"
    )]
    [InlineData(
        "create procedure sample.p() language sql as 'select 1'",
        "procedure sample.p(): the database has it, the migrations make none"
    )]
    [InlineData(
        "create aggregate sample.total(int) (sfunc = int4pl, stype = int)",
        "aggregate sample.total(integer): the database has it, the migrations make none"
    )]
    [InlineData(
        "create or replace function sample.set_updated_at() returns trigger language plpgsql as $$\nbegin\n    new.updated_at := now();\n    return new;\nend\n$$",
        "function sample.set_updated_at(): the database has «new.updated_at := now();» in line 3 of its body, the migrations make «new.updated_at := current_timestamp;» in line 3 of its body"
    )]
    [InlineData(
        "alter function sample.set_updated_at() security definer set search_path = pg_catalog",
        "function sample.set_updated_at(): the database has security definer, settings search_path=pg_catalog, the migrations make security invoker, no settings"
    )]
    [InlineData(
        "alter function sample.set_updated_at() stable strict parallel safe",
        "function sample.set_updated_at(): the database has volatility stable, null for null input, parallel safe, the migrations make volatility volatile, a call for null input, parallel unsafe"
    )]
    [InlineData(
        "grant truncate on sample.orders to drift_sample_user with grant option",
        "grant to drift_sample_user on table sample.orders: the database has delete, insert, select, truncate with grant option, update, the migrations make delete, insert, select, update"
    )]
    [InlineData(
        "revoke all on sample.orders from drift_sample_user",
        "grant to drift_sample_user on table sample.orders: the database has none, the migrations make delete, insert, select, update"
    )]
    [InlineData(
        "grant select on sample.orders to public",
        "grant to public on table sample.orders: the database has select, the migrations make none"
    )]
    [InlineData(
        "revoke delete on sample.orders from current_user",
        "grant to its owner on table sample.orders: the database has insert, references, select, trigger, truncate, update, the migrations make delete, insert, references, select, trigger, truncate, update"
    )]
    [InlineData(
        "grant select (currency) on sample.orders to pg_monitor",
        "grant to pg_monitor on column sample.orders.currency: the database has select, the migrations make none"
    )]
    [InlineData(
        "grant usage on sequence sample.orders_number_seq to pg_monitor",
        "grant to pg_monitor on sequence sample.orders_number_seq: the database has usage, the migrations make none"
    )]
    [InlineData(
        "grant execute on function sample.set_updated_at to public",
        "grant to public on function sample.set_updated_at(): the database has execute, the migrations make none"
    )]
    [InlineData(
        "grant create on schema sample to drift_sample_user",
        "grant to drift_sample_user on schema sample: the database has create, usage, the migrations make usage"
    )]
    [InlineData(
        "grant create on schema public to public",
        "grant to public on the schema public: the database has create, usage, the migrations make usage"
    )]
    [InlineData(
        "alter default privileges in schema sample grant truncate on tables to drift_sample_user",
        "default grant to drift_sample_user on tables that the migrating role makes in schema sample: the database has delete, insert, select, truncate, update, the migrations make delete, insert, select, update"
    )]
    [InlineData(
        "alter default privileges for role pg_monitor in schema sample grant select on sequences to public",
        "default grant to public on sequences that pg_monitor makes in schema sample: the database has select, the migrations make none"
    )]
    public async Task A_change_by_hand_is_told_in_words(string change, params string[] expected)
    {
        await using var connection = await migrated.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var untouched = await ReadAsync(transaction);
        await using var command = new NpgsqlCommand(change, connection, transaction);
        await command.ExecuteNonQueryAsync();
        var found = await ReadAsync(transaction);

        var there = CatalogComparison.Compare(found, untouched);
        var back = CatalogComparison.Compare(untouched, found);

        Assert.Equal(expected, there.Select(difference => difference.Text));
        Assert.Equal(expected.Select(Mirror), back.Select(difference => difference.Text));
        Assert.Empty(CatalogComparison.Compare(found, found));
    }

    private static async Task<IReadOnlyList<CatalogObject>> ReadAsync(NpgsqlTransaction transaction)
    {
        var history = await LiveHistory.ReadAsync(transaction.Connection!, "sample", Role, CancellationToken.None);
        return await new CatalogReader("sample", history.Migrator, Role).ReadAsync(transaction, CancellationToken.None);
    }

    private static string Mirror(string line) => Sides().Replace(line, ": the database has $2, the migrations make $1");

    [GeneratedRegex(": the database has (.*), the migrations make (.*)$")]
    private static partial Regex Sides();

    /// <summary>The sample's database, which every case changes in a transaction that it rolls back.</summary>
    public sealed class MigratedDatabase : IAsyncLifetime
    {
        private TestDatabase _database = null!;

        public async ValueTask InitializeAsync() =>
            _database = await TestDatabase.FromBundleAsync(
                "drift",
                connectionString =>
                    MigrationBundle.MigrateAsync<SampleDbContext>(
                        connectionString,
                        new MigrationOptions { Service = "sample", ApiRole = new ApiRole(Role, "p") },
                        typeof(SampleDbContext).Assembly
                    )
            );

        public ValueTask DisposeAsync() => _database.DisposeAsync();

        public async Task<NpgsqlConnection> OpenAsync()
        {
            var connection = new NpgsqlConnection(_database.ConnectionString);
            await connection.OpenAsync();
            return connection;
        }
    }
}
