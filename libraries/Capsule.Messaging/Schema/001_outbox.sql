-- Events that are to leave, or left, after their transactions committed; partitioned by the time in the message id.
create table {schema}.outbox_messages (
    id uuid not null,
    sequence bigint not null generated always as identity,
    type text not null,
    payload jsonb not null,
    ordering_key text,
    trace_parent text,
    trace_state text,
    attempts int not null default 0,
    last_error text,
    next_attempt_at timestamptz not null default current_timestamp,
    delivered_at timestamptz,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp,
    tenant text
) partition by range (id);

-- For ids that are no version 7, and for what comes while no partition is there.
create table {schema}.outbox_messages_default partition of {schema}.outbox_messages default;
alter table {schema}.outbox_messages add constraint pk_outbox_messages primary key (id);

-- What OutboxTable's statements rely on: due messages, an earlier message of a key. That attempts are not negative, which they never are, keeps the
-- planner from looking for an earlier message of a key among all that are due, when its statistics say that there are none.
create index ix_outbox_messages_due on {schema}.outbox_messages (next_attempt_at, sequence) where delivered_at is null and attempts >= 0;
create index ix_outbox_messages_ordering_key on {schema}.outbox_messages (ordering_key, sequence) where delivered_at is null and ordering_key is not null;
create trigger outbox_messages_set_updated_at before update on {schema}.outbox_messages
    for each row execute function {schema}.set_updated_at();

-- Wakes the dispatcher when a transaction with events commits. Without it events leave at the next poll.
create function {schema}.notify_outbox() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform pg_notify(tg_table_schema || '_outbox', '');
    return null;
end $$;
create trigger outbox_messages_notify after insert on {schema}.outbox_messages
    for each statement execute function {schema}.notify_outbox();

-- capsule: undo
drop table {schema}.outbox_messages;
drop function {schema}.notify_outbox();
