using Npgsql;

namespace Capsule.Backups;

/// <summary>Reads the properties of a database itself.</summary>
internal static class PropertiesContent
{
    // The columns are read through jsonb, because later servers name the locale columns differently, and earlier servers lack them.
    private const string Database = """
        select pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
               coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'), coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'),
               d.datacl is not null
          from pg_database d where d.datname = current_database()
        """;

    private const string Grants = """
        select case when a.grantee <> 0 then pg_get_userbyid(a.grantee) end, a.privilege_type, a.is_grantable
          from pg_database d cross join aclexplode(d.datacl) a
         where d.datname = current_database() and a.grantee <> d.datdba
         order by 1 nulls first, 2
        """;

    private const string Settings = """
        select case when s.setrole <> 0 then pg_get_userbyid(s.setrole) end, split_part(c, '=', 1), substr(c, strpos(c, '=') + 1)
          from pg_db_role_setting s cross join unnest(s.setconfig) c
         where s.setdatabase = (select oid from pg_database where datname = current_database())
         order by 1 nulls first, 2
        """;

    private const string Extensions = """
        select e.extname, n.nspname, e.extversion
          from pg_extension e join pg_namespace n on n.oid = e.extnamespace
         where e.extname <> 'plpgsql' order by 1
        """;

    private const string Roles = """
        select distinct r.rolname
          from pg_shdepend s join pg_roles r on r.oid = s.refobjid
         where s.refclassid = 'pg_authid'::regclass
           and (s.dbid = (select oid from pg_database where datname = current_database())
                or s.classid = 'pg_database'::regclass and s.objid = (select oid from pg_database where datname = current_database()))
         order by 1
        """;

    public static async Task<DatabaseProperties> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var grants = await connection.RowsAsync(
            Grants,
            row => new DatabaseGrant(Text(row, 0), row.GetString(1), row.GetBoolean(2)),
            cancellationToken
        );
        var settings = await connection.RowsAsync(
            Settings,
            row => new DatabaseSetting(Text(row, 0), row.GetString(1), row.GetString(2)),
            cancellationToken
        );
        return (
            await connection.RowsAsync(
                Database,
                row => new DatabaseProperties(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetValue(4).ToString()!,
                    Text(row, 5),
                    row.GetBoolean(6) ? grants : null,
                    settings
                ),
                cancellationToken
            )
        )[0];
    }

    public static Task<IReadOnlyList<BackedUpExtension>> ExtensionsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    ) =>
        connection.RowsAsync(
            Extensions,
            row => new BackedUpExtension(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellationToken
        );

    /// <summary>Returns the roles that own objects, have privileges, or are named in a policy, in the database or on it.</summary>
    public static Task<IReadOnlyList<string>> RolesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.RowsAsync(Roles, row => row.GetString(0), cancellationToken);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
