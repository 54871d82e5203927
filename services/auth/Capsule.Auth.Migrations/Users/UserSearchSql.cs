namespace Capsule.Auth.Migrations.Users;

/// <summary>
/// SQL of the search for users: indexes over expressions, which the model cannot describe. <c>{schema}</c> stands for the quoted name of
/// the service's schema.
/// </summary>
internal static class UserSearchSql
{
    /// <summary>Creates the indexes for beginnings of addresses and names, ignoring case.</summary>
    public const string CreateIndexes = """
        create index ix_users_lower_email on {schema}.users ((lower(email::text)) collate "C", id);
        create index ix_users_lower_name on {schema}.users ((lower(name::text)) collate "C", id);
        """;
}
