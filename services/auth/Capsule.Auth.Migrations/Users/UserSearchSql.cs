namespace Capsule.Auth.Migrations.Users;

/// <summary>
/// SQL of the search for users: indexes over expressions, which the model cannot name. <c>{schema}</c> stands for the service's schema,
/// quoted.
/// </summary>
internal static class UserSearchSql
{
    /// <summary>Beginnings of addresses and of names, in any case.</summary>
    public const string CreateIndexes = """
        create index ix_users_lower_email on {schema}.users ((lower(email::text)) collate "C", id);
        create index ix_users_lower_name on {schema}.users ((lower(name::text)) collate "C", id);
        """;
}
