namespace Capsule.Migrations;

/// <summary>Statements for the schema itself, its types, and the database's extensions.</summary>
internal static class SchemaCatalog
{
    public static readonly string Schema = $"""
        select 'schema', quote_ident(n.nspname), null,
               {CatalogSql.Comment("obj_description(n.oid, 'pg_namespace')")} as comment,
               {CatalogSql.Owner("n.nspowner")} as owner
          from pg_namespace n cross join {CatalogSql.Parameters}
         where n.nspname = given.schema
        """;

    // Whether the first migration creates pg_stat_statements depends on the server and on the owner's privileges.
    public static readonly string Extensions = $"""
        select 'extension', quote_ident(x.extname), null,
               format('schema %I', n.nspname) as schema,
               'version ' || x.extversion as version
          from pg_extension x join pg_namespace n on n.oid = x.extnamespace cross join {CatalogSql.Parameters}
         where x.extname <> 'pg_stat_statements'
        """;

    public static readonly string Types = $"""
        select case t.typtype when 'd' then 'domain' else 'type' end, format('%I.%I', n.nspname, t.typname),
               'schema ' || quote_ident(n.nspname),
               case t.typtype
                    when 'e' then (select format('enum (%s)', string_agg(quote_literal(enumlabel), ', ' order by enumsortorder))
                                     from pg_enum where enumtypid = t.oid)
                    when 'd' then format_type(t.typbasetype, t.typtypmod)
                    when 'c' then (select format('(%s)', string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum))
                                     from pg_attribute where attrelid = t.typrelid and attnum > 0 and not attisdropped)
                    when 'r' then (select 'range of ' || format_type(rngsubtype, null) from pg_range where rngtypid = t.oid) end as definition,
               case when t.typtype = 'd' then case when t.typnotnull then 'not null' else 'null' end end as nullability,
               'default ' || t.typdefault as "default",
               (select string_agg(format('%I %s', conname, pg_get_constraintdef(oid)), ', ' order by conname)
                  from pg_constraint where contypid = t.oid and contype = 'c') as checks,
               {CatalogSql.Comment("obj_description(t.oid, 'pg_type')")} as comment,
               {CatalogSql.Owner("t.typowner")} as owner
          from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
               cross join {CatalogSql.Parameters}
         where n.nspname = given.schema and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
           and {CatalogSql.NotOfExtension("pg_type", "t.oid")}
        """;
}
