namespace Capsule.Migrations;

/// <summary>Statements for functions, views and sequences.</summary>
internal static class ProgramCatalog
{
    // pg_get_functiondef does not support aggregates and returns one text; single properties show what differs.
    public static readonly string Routines = $"""
        select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
               format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), 'schema ' || quote_ident(n.nspname),
               format('arguments (%s)', pg_get_function_arguments(p.oid)) as arguments,
               'result ' || pg_get_function_result(p.oid) as result,
               'language ' || l.lanname as language,
               coalesce(pg_get_function_sqlbody(p.oid),
                        (select concat('state function ', aggtransfn, ', final function ', aggfinalfn) from pg_aggregate where aggfnoid = p.oid),
                        p.prosrc) as body,
               case p.provolatile when 'i' then 'volatility immutable' when 's' then 'volatility stable' else 'volatility volatile' end as volatility,
               case when p.proisstrict then 'null for null input' else 'a call for null input' end as strictness,
               case when p.prosecdef then 'security definer' else 'security invoker' end as security,
               case when p.proleakproof then 'the mark leakproof' end as leakproof,
               case p.proparallel when 's' then 'parallel safe' when 'r' then 'parallel restricted' else 'parallel unsafe' end as parallel,
               'settings ' || array_to_string(p.proconfig, ', ') as settings,
               {CatalogSql.Comment("obj_description(p.oid, 'pg_proc')")} as comment,
               {CatalogSql.Owner("p.proowner")} as owner
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang cross join {CatalogSql.Parameters}
         where n.nspname = given.schema and {CatalogSql.NotOfExtension("pg_proc", "p.oid")}
        """;

    public static readonly string Views = $"""
        select case c.relkind when 'm' then 'materialized view' else 'view' end, format('%I.%I', n.nspname, c.relname), 'schema ' || quote_ident(n.nspname),
               pg_get_viewdef(c.oid, true) as definition,
               case when c.reloptions is not null then format('options (%s)', array_to_string(c.reloptions, ', ')) end as options,
               case when c.relkind = 'm' then case when c.relispopulated then 'rows' else 'no rows' end end as population,
               {CatalogSql.Comment("obj_description(c.oid, 'pg_class')")} as comment,
               {CatalogSql.Owner("c.relowner")} as owner
          from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join {CatalogSql.Parameters}
         where n.nspname = given.schema and c.relkind in ('v', 'm') and {CatalogSql.NotOfExtension("pg_class", "c.oid")}
        """;

    // A sequence's current value is data; its definition is compared.
    public static readonly string Sequences = $"""
        select 'sequence', format('%I.%I', n.nspname, c.relname),
               coalesce(case d.deptype when 'i' then 'identity ' else 'column ' end
                   || (select format('%I.%I.%I', tn.nspname, t.relname, a.attname)
                         from pg_class t join pg_namespace tn on tn.oid = t.relnamespace join pg_attribute a on a.attrelid = t.oid
                        where t.oid = d.refobjid and a.attnum = d.refobjsubid),
                   'schema ' || quote_ident(n.nspname)),
               format_type(s.seqtypid, null) as type,
               'start ' || s.seqstart as start,
               'increment ' || s.seqincrement as increment,
               'minimum ' || s.seqmin as minimum,
               'maximum ' || s.seqmax as maximum,
               'cache ' || s.seqcache as cache,
               case when s.seqcycle then 'a cycle' end as cycle,
               case when d.refobjid is not null then 'a column that owns it' end as "column that owns it",
               case when c.relpersistence = 'u' then 'no write-ahead log' else 'a write-ahead log' end as persistence,
               {CatalogSql.Comment("obj_description(c.oid, 'pg_class')")} as comment,
               {CatalogSql.Owner("c.relowner")} as owner
          from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
               left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
                     and d.refobjsubid > 0 and d.deptype in ('a', 'i')
               cross join {CatalogSql.Parameters}
         where n.nspname = given.schema and c.relkind = 'S' and {CatalogSql.NotOfExtension("pg_class", "c.oid")}
        """;
}
