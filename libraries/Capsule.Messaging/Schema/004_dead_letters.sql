-- Messages, whole, that consumers could not handle.
create table {schema}.dead_letters (
    id uuid not null constraint pk_dead_letters primary key,
    consumer text not null,
    message_id uuid,
    type text,
    body bytea not null,
    content_type text,
    headers jsonb not null,
    reason text not null,
    detail text,
    redeliveries int not null,
    redeliver_at timestamptz,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp
);

-- What DeadLetterTable's statements rely on: due messages, the row that a message has already.
create index ix_dead_letters_due on {schema}.dead_letters (redeliver_at) where redeliver_at is not null;
create unique index ix_dead_letters_message on {schema}.dead_letters (consumer, message_id) where message_id is not null;
create trigger dead_letters_set_updated_at before update on {schema}.dead_letters
    for each row execute function {schema}.set_updated_at();

-- capsule: undo
drop table {schema}.dead_letters;
