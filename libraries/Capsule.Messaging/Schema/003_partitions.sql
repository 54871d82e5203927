-- Makes partitions of outbox and inbox ahead and drops those that have been kept long enough; the API's role calls it. It does one thing a call, so that
-- no lock is held while another is waited for. A default partition has few rows, which are removed a few at a time.
-- It finds by ix_outbox_messages_due whether all of a partition has left, hence enable_seqscan = off: a scan would read the partition while everybody
-- waits for it. Without jit = off the server would compile these statements, whose cost looks immense because they must not scan: a tenth of a second for
-- what takes a millisecond, while writers wait for the lock.
create function {schema}.maintain_message_partitions(length interval, ahead interval, outbox_age interval, inbox_age interval)
    returns int language plpgsql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off set jit = off as $$
declare
    done int;
begin
    if not pg_try_advisory_xact_lock(hashtextextended('maintain_message_partitions', '{schema}.outbox_messages'::regclass::oid::bigint)) then
        return 0;
    end if;
    done := {schema}.add_partitions('{schema}.outbox_messages', length, current_timestamp + ahead);
    if done = 0 then
        done := {schema}.add_partitions('{schema}.inbox_messages', length, current_timestamp + ahead);
    end if;
    if done = 0 then
        done := {schema}.drop_partitions('{schema}.outbox_messages', current_timestamp - outbox_age, 'delivered_at is null and attempts >= 0');
    end if;
    if done = 0 then
        done := {schema}.drop_partitions('{schema}.inbox_messages', current_timestamp - inbox_age, 'false');
    end if;
    delete from {schema}.outbox_messages_default where ctid = any(array(
        select ctid from {schema}.outbox_messages_default where delivered_at < current_timestamp - outbox_age limit 1000 for update skip locked));
    delete from {schema}.inbox_messages_default where ctid = any(array(
        select ctid from {schema}.inbox_messages_default where created_at < current_timestamp - inbox_age limit 1000 for update skip locked));
    return done;
end $$;
select {schema}.add_partitions('{schema}.outbox_messages', '1 day', current_timestamp + interval '3 days');
select {schema}.add_partitions('{schema}.inbox_messages', '1 day', current_timestamp + interval '3 days');

-- The partitions stay, and go with their tables.
-- capsule: undo
drop function {schema}.maintain_message_partitions(interval, interval, interval, interval);
