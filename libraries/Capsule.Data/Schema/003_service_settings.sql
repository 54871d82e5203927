-- Schema version, settings of the service, runtime configuration, and when it was initialised.
create table {schema}.service_settings (
    key text not null constraint pk_service_settings primary key,
    value jsonb not null,
    description text,
    created_at timestamptz not null default current_timestamp,
    updated_at timestamptz not null default current_timestamp
);
create trigger service_settings_set_updated_at before update on {schema}.service_settings
    for each row execute function {schema}.set_updated_at();

-- capsule: undo
drop table {schema}.service_settings;
