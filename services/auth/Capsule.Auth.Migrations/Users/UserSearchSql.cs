namespace Capsule.Auth.Migrations.Users;

/// <summary>
/// SQL for the migration UserSearch: indexes over expressions, which the model cannot name. Each goes in a command of its own, outside a transaction. <c>{schema}</c>
/// stands for the service's schema, quoted.
/// </summary>
internal static class UserSearchSql
{
    /// <summary>Beginnings of addresses, in any case.</summary>
    public const string IndexEmail = """create index concurrently ix_users_lower_email on {schema}.users ((lower(email::text)) collate "C", id)""";

    /// <summary>Beginnings of names, in any case.</summary>
    public const string IndexName = """create index concurrently ix_users_lower_name on {schema}.users ((lower(name::text)) collate "C", id)""";

    /// <summary>Undoes <see cref="IndexEmail"/>.</summary>
    public const string DropEmail = "drop index concurrently {schema}.ix_users_lower_email";

    /// <summary>Undoes <see cref="IndexName"/>.</summary>
    public const string DropName = "drop index concurrently {schema}.ix_users_lower_name";
}
