namespace Capsule.Migrations;

/// <summary>
/// Pieces that the statements over the catalog share. Each statement takes $1 schema, $2 migrating role, $3 API role, and returns
/// kind, name, key of the parent, and then one column of text for each property, called what the property is called.
/// </summary>
internal static class CatalogSql
{
    // PostgreSQL wants every parameter it is sent to have a type, used or not.
    public const string Parameters = "(select $1::text as schema, $2::text as migrator, $3::text as api) given";

    // Who migrates is not what the migrations make: objects of the migrating role are alike, whatever its name.
    public static string Owner(string oid) =>
        $"case when pg_get_userbyid({oid}) = given.migrator then 'the migrating role as owner' else format('owner %I', pg_get_userbyid({oid})) end";

    public static string Comment(string function) => $"case when {function} is not null then format('comment %L', {function}) end";

    // What an extension brought along is the extension's.
    public static string NotOfExtension(string catalog, string oid) =>
        $"not exists (select from pg_depend e where e.classid = '{catalog}'::regclass and e.objid = {oid} and e.deptype = 'e')";

    // Services make and drop partitions while they run, ahead and behind of time: their presence is not for migrations to say,
    // and what they look like follows from the table that they are part of.
    public const string Table = "c.relkind in ('r', 'p', 'f') and not c.relispartition";
}
