namespace Capsule.Messaging;

/// <summary>SQL for a service's migrations: outbox and inbox as tables that are partitioned by time. <c>{schema}</c> stands for the service's schema, quoted.</summary>
public static class MessagePartitionSql
{
    /// <summary>
    /// Turns <c>outbox_messages</c> and <c>inbox_messages</c> into tables that are partitioned by the time in their message ids, and makes
    /// <c>maintain_message_partitions</c>, which the API's role calls. Needs the functions of <see cref="Capsule.Data.PartitionSql"/>. What was
    /// delivered is not taken along; the ids that consumers have seen are.
    /// </summary>
    public const string Partition = Outbox + Inbox + MaintainByScan;

    /// <summary>
    /// Makes <c>maintain_message_partitions</c> anew: it finds by ix_outbox_messages_due whether all of a partition has left, where it read the
    /// partition while everybody waited for it, and waits a twentieth of a second for a lock in place of a tenth.
    /// </summary>
    public static readonly string MaintainByIndex = MaintainByScan
        .Replace("'delivered_at is null'", "'delivered_at is null and attempts >= 0'", StringComparison.Ordinal)
        .Replace("set search_path = pg_catalog as $$", "set search_path = pg_catalog set enable_seqscan = off as $$", StringComparison.Ordinal)
        + WaitForLocks("50ms");

    /// <summary>Undoes <see cref="MaintainByIndex"/>.</summary>
    public static readonly string MaintainAsBefore = MaintainByScan + WaitForLocks("100ms");

    /// <summary>
    /// Keeps <c>maintain_message_partitions</c> from compiling its statements, whose cost looks immense because they must not scan: a tenth of a
    /// second for what takes a millisecond, while writers wait for the lock.
    /// </summary>
    public const string MaintainWithoutCompiling =
        "alter function {schema}.maintain_message_partitions(interval, interval, interval, interval) set jit = off;";

    /// <summary>Undoes <see cref="MaintainWithoutCompiling"/>.</summary>
    public const string MaintainCompiling =
        "alter function {schema}.maintain_message_partitions(interval, interval, interval, interval) reset jit;";

    /// <summary>Undoes <see cref="Partition"/>.</summary>
    public const string Unpartition = """
        drop function if exists {schema}.maintain_message_partitions(interval, interval, interval, interval);
        alter table {schema}.outbox_messages rename to outbox_messages_before;
        alter sequence {schema}.outbox_messages_sequence_seq rename to outbox_messages_before_seq;
        create table {schema}.outbox_messages (like {schema}.outbox_messages_before including defaults including identity including constraints);
        insert into {schema}.outbox_messages overriding system value select * from {schema}.outbox_messages_before;
        select setval(pg_get_serial_sequence('{schema}.outbox_messages', 'sequence'), (select coalesce(max(sequence), 0) + 1 from {schema}.outbox_messages), false);
        drop table {schema}.outbox_messages_before;
        alter table {schema}.outbox_messages add constraint pk_outbox_messages primary key (id);
        create index ix_outbox_messages_due on {schema}.outbox_messages (next_attempt_at, sequence) where delivered_at is null;
        create index ix_outbox_messages_ordering_key on {schema}.outbox_messages (ordering_key, sequence) where delivered_at is null and ordering_key is not null;
        create index ix_outbox_messages_delivered on {schema}.outbox_messages (delivered_at) where delivered_at is not null;
        alter table {schema}.inbox_messages rename to inbox_messages_before;
        create table {schema}.inbox_messages (like {schema}.inbox_messages_before including defaults including constraints);
        insert into {schema}.inbox_messages select * from {schema}.inbox_messages_before;
        drop table {schema}.inbox_messages_before;
        alter table {schema}.inbox_messages add constraint pk_inbox_messages primary key (message_id, consumer);
        create index ix_inbox_messages_created_at on {schema}.inbox_messages (created_at);
        """;

    private const string Outbox = """
        alter table {schema}.outbox_messages rename to outbox_messages_before;
        alter sequence {schema}.outbox_messages_sequence_seq rename to outbox_messages_before_seq;
        create table {schema}.outbox_messages (like {schema}.outbox_messages_before including defaults including identity including constraints) partition by range (id);
        create table {schema}.outbox_messages_default partition of {schema}.outbox_messages default;
        insert into {schema}.outbox_messages overriding system value select * from {schema}.outbox_messages_before where delivered_at is null;
        select setval(pg_get_serial_sequence('{schema}.outbox_messages', 'sequence'),
            (select coalesce(max(sequence), 0) + 1 from {schema}.outbox_messages_before), false);
        drop table {schema}.outbox_messages_before;
        alter table {schema}.outbox_messages add constraint pk_outbox_messages primary key (id);
        create index ix_outbox_messages_due on {schema}.outbox_messages (next_attempt_at, sequence) where delivered_at is null and attempts >= 0;
        create index ix_outbox_messages_ordering_key on {schema}.outbox_messages (ordering_key, sequence) where delivered_at is null and ordering_key is not null;

        """;

    private const string Inbox = """
        alter table {schema}.inbox_messages rename to inbox_messages_before;
        create table {schema}.inbox_messages (like {schema}.inbox_messages_before including defaults including constraints) partition by range (message_id);
        create table {schema}.inbox_messages_default partition of {schema}.inbox_messages default;
        insert into {schema}.inbox_messages select * from {schema}.inbox_messages_before;
        drop table {schema}.inbox_messages_before;
        alter table {schema}.inbox_messages add constraint pk_inbox_messages primary key (message_id, consumer);

        """;

    private static string WaitForLocks(string time) => $$"""

        alter function {schema}.add_partitions(regclass, interval, timestamptz) set lock_timeout = '{{time}}';
        alter function {schema}.drop_partitions(regclass, timestamptz, text) set lock_timeout = '{{time}}';
        """;

    /// <summary>
    /// The first form of <c>maintain_message_partitions</c>, part of <see cref="Partition"/>. One thing a call, so that no lock is held while
    /// another is waited for. A default partition only has what came while no partition was there, and ids that are no version 7: few, and
    /// removed a few at a time.
    /// </summary>
    private const string MaintainByScan = """
        create or replace function {schema}.maintain_message_partitions(length interval, ahead interval, outbox_age interval, inbox_age interval)
            returns int language plpgsql security definer set search_path = pg_catalog as $$
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
                done := {schema}.drop_partitions('{schema}.outbox_messages', current_timestamp - outbox_age, 'delivered_at is null');
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
        """;
}
