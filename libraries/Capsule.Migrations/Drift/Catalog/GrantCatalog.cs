namespace Capsule.Migrations;

/// <summary>Statements for privileges: one object per grantee and object, with the privileges in one property.</summary>
internal static class GrantCatalog
{
    private static readonly string Grantee = """
        case acl.grantee when 0 then 'public' when o.owner then 'its owner'
             else coalesce((select quote_ident(rolname) from pg_roles where oid = acl.grantee), 'role ' || acl.grantee) end
        """;

    private const string Privileges = """
        string_agg(lower(acl.privilege_type) || case when acl.is_grantable and acl.grantee <> o.owner then ' with grant option' else '' end,
                   ', ' order by acl.privilege_type)
        """;

    // An object without an ACL has the default one. On the database and the schema public other services of a shared database
    // have grants too, and the database's owner decides whether PUBLIC may connect.
    public static readonly string Objects = $"""
        select 'grant', format('to %s on %s', {Grantee}, o.name), o.parent,
               {Privileges} as privileges
          from (
            select 'schema ' || quote_ident(nspname) as name, 'schema ' || quote_ident(nspname) as parent, nspowner as owner,
                   coalesce(nspacl, acldefault('n', nspowner)) as acl, false as shared
              from pg_namespace cross join {CatalogSql.Parameters} where nspname = given.schema
            union all
            select 'the schema public', null, nspowner, coalesce(nspacl, acldefault('n', nspowner)), true from pg_namespace where nspname = 'public'
            union all
            select 'the database', null, datdba, coalesce(datacl, acldefault('d', datdba)), true from pg_database where datname = current_database()
            union all
            select k.kind || format('%I.%I', n.nspname, c.relname), k.kind || format('%I.%I', n.nspname, c.relname), c.relowner,
                   coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r' end, c.relowner)), false
              from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join {CatalogSql.Parameters}
                   cross join lateral (select case c.relkind when 'S' then 'sequence ' when 'v' then 'view ' when 'm' then 'materialized view ' else 'table ' end as kind) k
             where n.nspname = given.schema and c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and not c.relispartition
            union all
            select k.kind || k.signature, k.kind || k.signature, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner)), false
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join {CatalogSql.Parameters}
                   cross join lateral (select case p.prokind when 'p' then 'procedure ' when 'a' then 'aggregate ' else 'function ' end as kind,
                                              format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as signature) k
             where n.nspname = given.schema and {CatalogSql.NotOfExtension("pg_proc", "p.oid")}
            union all
            select k.kind || format('%I.%I', n.nspname, t.typname), k.kind || format('%I.%I', n.nspname, t.typname), t.typowner,
                   coalesce(t.typacl, acldefault('T', t.typowner)), false
              from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid cross join {CatalogSql.Parameters}
                   cross join lateral (select case t.typtype when 'd' then 'domain ' else 'type ' end as kind) k
             where n.nspname = given.schema and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
          ) o cross join {CatalogSql.Parameters} cross join lateral aclexplode(o.acl) acl
         where not o.shared or (acl.grantee = 0 and acl.privilege_type <> 'CONNECT') or pg_get_userbyid(acl.grantee) = given.api
         group by acl.grantee, o.owner, o.name, o.parent
        """;

    public static readonly string Columns = $"""
        select 'grant', format('to %s on %s', {Grantee}, o.name), o.name,
               {Privileges} as privileges
          from (
            select format('column %I.%I.%I', n.nspname, c.relname, a.attname) as name, c.relowner as owner, a.attacl as acl
              from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
                   cross join {CatalogSql.Parameters}
             where n.nspname = given.schema and {CatalogSql.Table} and a.attacl is not null
          ) o cross join lateral aclexplode(o.acl) acl
         group by acl.grantee, o.owner, o.name
        """;

    public static readonly string Defaults = $"""
        select 'default grant', format('to %s on %s that %s makes%s', {Grantee}, o.objects, o.maker, ' in schema ' || o.schema), 'schema ' || o.schema,
               {Privileges} as privileges
          from (
            select d.defaclrole as owner, d.defaclacl as acl, quote_ident(n.nspname) as schema,
                   case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end as objects,
                   case when pg_get_userbyid(d.defaclrole) = given.migrator then 'the migrating role' else quote_ident(pg_get_userbyid(d.defaclrole)) end as maker
              from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace cross join {CatalogSql.Parameters}
             where n.nspname = given.schema or (d.defaclnamespace = 0 and pg_get_userbyid(d.defaclrole) = given.migrator)
          ) o cross join lateral aclexplode(o.acl) acl
         group by acl.grantee, o.owner, o.objects, o.maker, o.schema
        """;
}
