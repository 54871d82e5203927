using System.Globalization;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary>The parts of a script that are the same for every migration.</summary>
internal static class ScriptSql
{
    /// <summary>
    /// What precedes the migrations: both histories, where they are missing, and a look for a migration that is half done.
    /// </summary>
    public static string Head(string schema) =>
        $"""
            -- Run by psql -v ON_ERROR_STOP=1 as the role that owns the schema.
            set client_encoding = 'UTF8';
            {SchemaHistory.CreateSql(schema)}
            {AppliedHistory.CreateSql(schema)}
            {RefuseHalfDone(schema)}


            """;

    /// <summary>
    /// What follows the migrations: the rights of the API's role. A missing role is created without a password and unable to log in, which
    /// <c>migrate</c> completes: a script holds no secret. Where the script's user may not create roles, it warns and grants nothing.
    /// </summary>
    public static string Grants(ApiRoleSql rights, string role)
    {
        var name = SqlText.Literal(role);
        var onDatabase = Quoted(rights.OnDatabase("{database}"));
        var body = $"""
            begin
                begin
                    if not exists (select from pg_roles where rolname = {name}) then
                        execute format('create role %I nologin', {name});
                    end if;
                exception when insufficient_privilege then
                    raise warning 'Role % does not exist and may not be created: migrate grants its rights once it exists.', {name};
                    return;
                end;
                execute replace({onDatabase}, '{"{database}"}', quote_ident(current_database()));
                execute {Quoted(rights.OnSchema())};
            end
            """;
        return $"-- The rights of the API's role\ndo {Quoted(body)};\n";
    }

    /// <summary>
    /// Stops the script where an index is invalid: building one concurrently leaves it so when it fails, and the next attempt with
    /// <c>if not exists</c> would take it for a finished one.
    /// </summary>
    public static string RefuseInvalidIndex(string schema) =>
        $"""
            do $capsule$
            declare
                broken text := (select string_agg(i.indexrelid::regclass::text, ', ') from pg_index i join pg_class c on c.oid = i.indexrelid
                                 where not i.indisvalid and c.relnamespace = {SqlText.Literal(SqlText.Identifier(schema))}::regnamespace);
            begin
                if broken is not null then
                    raise exception 'The index % is invalid: drop it and run the script again.', broken;
                end if;
            end
            $capsule$;
            """;

    // Only migrate knows which steps of such a migration are committed.
    private static string RefuseHalfDone(string schema)
    {
        var history = SqlText.Identifier(schema, SchemaHistory.TableName);
        return $"""
            do $capsule$
            declare
                half text := (select string_agg(version || '_' || description, ', ') from {history} h
                               where not success and (steps_done > 0 or error is null)
                                 and rank = (select max(rank) from {history} where version = h.version and description = h.description));
            begin
                if half is not null then
                    raise exception '% is half done: run migrate, which continues after the last committed step.', half;
                end if;
            end
            $capsule$;
            """;
    }

    /// <summary>A text in dollar quotes whose tag the text does not contain.</summary>
    public static string Quoted(string text)
    {
        var tag = "$sql$";
        for (var i = 1; text.Contains(tag, StringComparison.Ordinal); i++)
        {
            tag = string.Create(CultureInfo.InvariantCulture, $"$sql_{i}$");
        }

        return $"{tag}\n{text}\n{tag}";
    }
}
