-- The ids of messages that consumers have seen; partitioned by the time in the message id.
create table {schema}.inbox_messages (
    message_id uuid not null,
    consumer text not null,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp
) partition by range (message_id);

-- For ids that are no version 7, and for what comes while no partition is there.
create table {schema}.inbox_messages_default partition of {schema}.inbox_messages default;
alter table {schema}.inbox_messages add constraint pk_inbox_messages primary key (message_id, consumer);
create trigger inbox_messages_set_updated_at before update on {schema}.inbox_messages
    for each row execute function {schema}.set_updated_at();

-- capsule: undo
drop table {schema}.inbox_messages;
