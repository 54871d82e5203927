namespace Capsule.Migrations.Tests.Drift;

/// <summary>Changes of the sample's database, each with the differences that drift tells of it.</summary>
public sealed class ChangesByHand : TheoryData<string, string[]>
{
    public ChangesByHand()
    {
        Add("comment on schema sample is 'mine'", ["schema sample: the database has comment 'mine', the migrations make no comment"]);
        Add(
            "alter schema sample owner to pg_monitor",
            ["schema sample: the database has owner pg_monitor, the migrations make the migrating role as owner"]
        );
        Add(
            "create extension pg_trgm version '1.6'",
            ["extension pg_trgm: the database has version 1.6 schema public, the migrations make none"]
        );
        Add(
            "create schema x; alter extension pgcrypto set schema x",
            ["extension pgcrypto: the database has schema x, the migrations make schema public"]
        );
        Add(
            "create type sample.mood as enum ('ok', 'it''s')",
            ["type sample.mood: the database has enum ('ok', 'it''s'), the migrations make none"]
        );
        Add(
            "create type sample.pair as (a int, b text)",
            ["type sample.pair: the database has (a integer, b text), the migrations make none"]
        );
        Add(
            "create domain sample.pct as int not null check (value <= 100)",
            ["domain sample.pct: the database has integer not null pct_check CHECK ((VALUE <= 100)), the migrations make none"]
        );
        Add("create sequence sample.s as int", ["sequence sample.s: the database has integer, the migrations make none"]);
        Add(
            "create table sample.t (id int primary key, n int generated always as identity unique, check (n > 0)); grant select on sample.t to public",
            ["table sample.t: the database has it, the migrations make none"]
        );
        Add("drop table sample.orders", ["table sample.orders: the database has none, the migrations make it"]);
        Add(
            "alter table sample.orders set unlogged",
            [
                "sequence sample.orders_number_seq: the database has no write-ahead log, the migrations make a write-ahead log",
                "table sample.orders: the database has no write-ahead log, the migrations make a write-ahead log",
            ]
        );
        Add(
            "alter table sample.orders set (fillfactor = 70, autovacuum_enabled = off)",
            ["table sample.orders: the database has options (fillfactor=70, autovacuum_enabled=off), the migrations make no options"]
        );
        Add(
            "alter table sample.orders enable row level security",
            ["table sample.orders: the database has row security enabled, the migrations make row security disabled"]
        );
        Add(
            "alter table sample.orders replica identity full",
            ["table sample.orders: the database has replica identity full, the migrations make the default replica identity"]
        );
        Add(
            "comment on table sample.orders is 'two\nlines'",
            [
                "table sample.orders: the database has «comment 'two» in line 1 of its comment, the migrations make «» in line 1 of its comment",
            ]
        );
        Add(
            "alter table sample.orders owner to pg_monitor",
            [
                "sequence sample.orders_number_seq: the database has owner pg_monitor, the migrations make the migrating role as owner",
                "table sample.orders: the database has owner pg_monitor, the migrations make the migrating role as owner",
            ]
        );
        Add(
            "alter table sample.service_settings add x int, drop description; alter table sample.service_settings add description text; alter table sample.service_settings drop x",
            [
                "table sample.service_settings: the database has the columns in the order key, value, created_at, updated_at, description, the migrations make the columns in the order key, value, description, created_at, updated_at",
            ]
        );
        Add(
            "alter table sample.orders add note varchar(50) default 'x'",
            [
                "column sample.orders.note: the database has character varying(50) null default 'x'::character varying, the migrations make none",
            ]
        );
        Add(
            "alter table sample.orders drop amount_minor",
            ["column sample.orders.amount_minor: the database has none, the migrations make bigint not null"]
        );
        Add(
            "alter table sample.orders alter currency type varchar(50), alter currency drop not null",
            ["column sample.orders.currency: the database has character varying(50) null, the migrations make text not null"]
        );
        Add(
            "alter table sample.orders alter currency set default 'EUR'",
            ["column sample.orders.currency: the database has default 'EUR'::text, the migrations make no default"]
        );
        Add(
            "alter table sample.orders alter currency type text collate \"C\"",
            ["column sample.orders.currency: the database has collation \"C\", the migrations make no collation"]
        );
        Add(
            "alter table sample.orders alter currency set storage external",
            ["column sample.orders.currency: the database has storage external, the migrations make no storage"]
        );
        Add(
            "alter table sample.orders add twice bigint generated always as (amount_minor * 2) stored",
            [
                "column sample.orders.twice: the database has bigint null generated always as ((amount_minor * 2)) stored, the migrations make none",
            ]
        );
        Add(
            "comment on column sample.orders.currency is 'ISO'",
            ["column sample.orders.currency: the database has comment 'ISO', the migrations make no comment"]
        );
        Add(
            "alter table sample.orders alter number set generated by default",
            ["identity sample.orders.number: the database has generated by default, the migrations make generated always"]
        );
        Add(
            "alter table sample.orders alter number drop identity",
            ["identity sample.orders.number: the database has none, the migrations make generated always"]
        );
        Add(
            "alter table sample.orders alter number set increment by 10",
            ["sequence sample.orders_number_seq: the database has increment 10, the migrations make increment 1"]
        );
        Add(
            "alter table sample.orders add constraint positive check (amount_minor > 0)",
            ["constraint positive on sample.orders: the database has CHECK ((amount_minor > 0)), the migrations make none"]
        );
        Add(
            "alter table sample.orders add constraint one unique (currency)",
            ["constraint one on sample.orders: the database has UNIQUE (currency), the migrations make none"]
        );
        Add(
            "alter table sample.readings drop constraint pk_readings",
            ["constraint pk_readings on sample.readings: the database has none, the migrations make PRIMARY KEY (source, at)"]
        );
        Add(
            "alter table sample.orders drop constraint fk_orders_accounts_account_id, add constraint fk_orders_accounts_account_id foreign key (account_id) references sample.accounts not valid",
            [
                "constraint fk_orders_accounts_account_id on sample.orders: the database has FOREIGN KEY (account_id) REFERENCES sample.accounts(id), not validated, the migrations make FOREIGN KEY (account_id) REFERENCES sample.accounts(id) ON DELETE CASCADE, validated",
            ]
        );
        Add(
            "alter index sample.pk_orders set (fillfactor = 50)",
            ["index sample.pk_orders: the database has options (fillfactor=50), the migrations make no definition"]
        );
        Add(
            "create index by_currency on sample.orders (currency) where amount_minor > 0",
            [
                "index sample.by_currency: the database has CREATE INDEX by_currency ON sample.orders USING btree (currency) WHERE (amount_minor > 0), the migrations make none",
            ]
        );
        Add(
            "drop index sample.ix_accounts_email",
            [
                "index sample.ix_accounts_email: the database has none, the migrations make CREATE UNIQUE INDEX ix_accounts_email ON sample.accounts USING btree (email)",
            ]
        );
        Add(
            "update pg_index set indisvalid = false where indexrelid = 'sample.ix_accounts_email'::regclass",
            ["index sample.ix_accounts_email: the database has invalid, the migrations make valid"]
        );
        Add(
            "create statistics sample.st on amount_minor, currency from sample.orders",
            [
                "statistics sample.st: the database has CREATE STATISTICS sample.st ON amount_minor, currency FROM sample.orders, the migrations make none",
            ]
        );
        Add(
            "drop trigger orders_set_updated_at on sample.orders",
            [
                "trigger orders_set_updated_at on sample.orders: the database has none, the migrations make CREATE TRIGGER orders_set_updated_at BEFORE UPDATE ON sample.orders FOR EACH ROW EXECUTE FUNCTION sample.set_updated_at()",
            ]
        );
        Add(
            "alter table sample.orders disable trigger orders_set_updated_at",
            ["trigger orders_set_updated_at on sample.orders: the database has disabled, the migrations make enabled"]
        );
        Add(
            "set session_replication_role = replica; alter table sample.orders disable trigger all",
            [
                "constraint fk_orders_accounts_account_id on sample.orders: the database has its triggers disabled, the migrations make its triggers enabled",
                "trigger orders_set_updated_at on sample.orders: the database has disabled, the migrations make enabled",
            ]
        );
        Add(
            "create policy own on sample.orders for select to drift_sample_user using (amount_minor > 0)",
            [
                "policy own on sample.orders: the database has permissive for select to drift_sample_user using ((amount_minor > 0)), the migrations make none",
            ]
        );
        Add(
            "create rule r as on delete to sample.orders do instead nothing",
            [
                "rule r on sample.orders: the database has CREATE RULE r AS ON DELETE TO sample.orders DO INSTEAD NOTHING;, the migrations make none",
            ]
        );
        Add(
            "create view sample.v as select 1 as one; create rule r as on delete to sample.v do instead nothing",
            ["view sample.v: the database has it, the migrations make none"]
        );
        Add(
            "create materialized view sample.m as select 1 as one; create index on sample.m (one)",
            ["materialized view sample.m: the database has it, the migrations make none"]
        );
        Add(
            "create function sample.f(a int, b text default 'x') returns int language sql as 'select 1'; revoke all on function sample.f from public",
            ["function sample.f(a integer, b text): the database has it, the migrations make none"]
        );
        Add(
            "create procedure sample.p() language sql as 'select 1'",
            ["procedure sample.p(): the database has it, the migrations make none"]
        );
        Add(
            "create aggregate sample.total(int) (sfunc = int4pl, stype = int)",
            ["aggregate sample.total(integer): the database has it, the migrations make none"]
        );
        Add(
            "create or replace function sample.set_updated_at() returns trigger language plpgsql as $$\nbegin\n    new.updated_at := now();\n    return new;\nend\n$$",
            [
                "function sample.set_updated_at(): the database has «new.updated_at := now();» in line 3 of its body, the migrations make «new.updated_at := current_timestamp;» in line 3 of its body",
            ]
        );
        Add(
            "alter function sample.set_updated_at() security definer set search_path = pg_catalog",
            [
                "function sample.set_updated_at(): the database has security definer, settings search_path=pg_catalog, the migrations make security invoker, no settings",
            ]
        );
        Add(
            "alter function sample.set_updated_at() stable strict parallel safe",
            [
                "function sample.set_updated_at(): the database has volatility stable, null for null input, parallel safe, the migrations make volatility volatile, a call for null input, parallel unsafe",
            ]
        );
        Add(
            "grant truncate on sample.orders to drift_sample_user with grant option",
            [
                "grant to drift_sample_user on table sample.orders: the database has delete, insert, select, truncate with grant option, update, the migrations make delete, insert, select, update",
            ]
        );
        Add(
            "revoke all on sample.orders from drift_sample_user",
            ["grant to drift_sample_user on table sample.orders: the database has none, the migrations make delete, insert, select, update"]
        );
        Add(
            "grant select on sample.orders to public",
            ["grant to public on table sample.orders: the database has select, the migrations make none"]
        );
        Add(
            "revoke delete on sample.orders from current_user",
            [
                "grant to its owner on table sample.orders: the database has insert, references, select, trigger, truncate, update, the migrations make delete, insert, references, select, trigger, truncate, update",
            ]
        );
        Add(
            "grant select (currency) on sample.orders to pg_monitor",
            ["grant to pg_monitor on column sample.orders.currency: the database has select, the migrations make none"]
        );
        Add(
            "grant usage on sequence sample.orders_number_seq to pg_monitor",
            ["grant to pg_monitor on sequence sample.orders_number_seq: the database has usage, the migrations make none"]
        );
        Add(
            "grant execute on function sample.set_updated_at to public",
            ["grant to public on function sample.set_updated_at(): the database has execute, the migrations make none"]
        );
        Add(
            "grant create on schema sample to drift_sample_user",
            ["grant to drift_sample_user on schema sample: the database has create, usage, the migrations make usage"]
        );
        Add(
            "grant create on schema public to public",
            ["grant to public on the schema public: the database has create, usage, the migrations make usage"]
        );
        Add(
            "alter default privileges in schema sample grant truncate on tables to drift_sample_user",
            [
                "default grant to drift_sample_user on tables that the migrating role makes in schema sample: the database has delete, insert, select, truncate, update, the migrations make delete, insert, select, update",
            ]
        );
        Add(
            "alter default privileges for role pg_monitor in schema sample grant select on sequences to public",
            [
                "default grant to public on sequences that pg_monitor makes in schema sample: the database has select, the migrations make none",
            ]
        );
    }
}
