-- Answers to requests that carried an Idempotency-Key. The index on created_at finds what has expired.
create table {schema}.idempotency_keys (
    id uuid not null default uuid_generate_v4() constraint pk_idempotency_keys primary key,
    endpoint varchar(200) not null,
    key varchar(200) not null,
    fingerprint bytea not null,
    status_code int,
    location text,
    body jsonb,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp,
    content text,
    headers jsonb
);
create index ix_idempotency_keys_created_at on {schema}.idempotency_keys (created_at);
create unique index ix_idempotency_keys_endpoint_key on {schema}.idempotency_keys (endpoint, key);
create trigger idempotency_keys_set_updated_at before update on {schema}.idempotency_keys
    for each row execute function {schema}.set_updated_at();

-- capsule: undo
drop table {schema}.idempotency_keys;
