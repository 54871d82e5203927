namespace Capsule.Migrations;

/// <summary>
/// Parts that the catalog statements share. Each statement takes $1 schema, $2 migrating role, $3 API role, and returns
/// kind, name, the parent's key, and a text column for each property, named after the property.
/// </summary>
internal static class CatalogSql
{
    // PostgreSQL requires a type for every parameter, even for one that is not used.
    public const string Parameters = "(select $1::text as schema, $2::text as migrator, $3::text as api) given";

    // The migrating role's name does not count: its objects are equal under any name.
    public static string Owner(string oid) =>
        $"case when pg_get_userbyid({oid}) = given.migrator then 'the migrating role as owner' else format('owner %I', pg_get_userbyid({oid})) end";

    public static string Comment(string function) => $"case when {function} is not null then format('comment %L', {function}) end";

    // Objects that belong to an extension are not compared.
    public static string NotOfExtension(string catalog, string oid) =>
        $"not exists (select from pg_depend e where e.classid = '{catalog}'::regclass and e.objid = {oid} and e.deptype = 'e')";

    // Services create and drop partitions while they run, so migrations do not decide which exist,
    // and what they look like follows from the table that they are part of.
    public const string Table = "c.relkind in ('r', 'p', 'f') and not c.relispartition";
}
