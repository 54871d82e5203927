using Npgsql;

namespace Capsule.Auth.Tests;

/// <summary>
/// Schema <c>mine</c> of test databases: for each table that has rows of users a view of the same name, which shows, and lets the test
/// change, the rows of the test's own users and of the clients that they made. Where a test has the service alone, a view shows all rows.
/// </summary>
internal static class OwnRows
{
    private const string Sql = """
        create schema if not exists mine;

        create or replace function mine.all_rows() returns boolean stable language sql
            as $$ select coalesce(current_setting('test.share', true), '') = '' $$;

        create or replace function mine.has(address text) returns boolean stable language sql
            as $$ select mine.all_rows() or position('+' || current_setting('test.share') || '@' in lower(address)) > 0 $$;

        create or replace view mine.users as select * from auth.users where mine.has(email::text);

        do $do$
        declare name text;
        begin
            for name in select table_name from information_schema.columns where table_schema = 'auth' and column_name = 'user_id' loop
                execute format('create or replace view mine.%1$I as select * from auth.%1$I
                    where mine.all_rows() or user_id in (select id from mine.users)', name);
            end loop;
            foreach name in array array['oauth_authorizations', 'oauth_tokens'] loop
                execute format('create or replace view mine.%1$I as select * from auth.%1$I
                    where mine.all_rows() or subject in (select id::text from mine.users)', name);
            end loop;
        end
        $do$;

        create or replace view mine.clients as
            select target_id as id from (
                select event, actor_id, target_id from auth.audit_pending union all
                select event, actor_id, target_id from auth.audit_log) happened
            where event = 'client.created' and actor_id in (select id from mine.users);

        create or replace view mine.oauth_applications as
            select * from auth.oauth_applications where mine.all_rows() or id in (select id from mine.clients);

        create or replace view mine.ids as select id from mine.users union all select id from mine.clients;

        do $do$
        declare name text;
        begin
            foreach name in array array['audit_log', 'audit_pending'] loop
                execute format('create or replace view mine.%1$I as select * from auth.%1$I
                    where mine.all_rows() or actor_id in (select id from mine.ids) or target_id in (select id from mine.ids)', name);
            end loop;
        end
        $do$;

        create or replace view mine.outbox_messages as select * from auth.outbox_messages
            where mine.all_rows() or mine.has(payload ->> 'to') or payload ->> 'userId' in (select id::text from mine.users);
        """;

    /// <summary>Adds the schema to a migrated database.</summary>
    public static async Task AddAsync(string owner)
    {
        await using var source = NpgsqlDataSource.Create(owner + ";Pooling=false");
        await using var command = source.CreateCommand(Sql);
        await command.ExecuteNonQueryAsync();
    }
}
