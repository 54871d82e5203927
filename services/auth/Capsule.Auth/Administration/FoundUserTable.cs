using System.Collections.Concurrent;
using System.Text;
using Capsule.Data;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Administration;

/// <summary>
/// The statements that find users: one for each combination of filters. Each order is that of an index, so that the cost of a page depends
/// on its length alone.
/// </summary>
internal sealed class FoundUserTable(AuthDbContext database)
{
    // The expressions of ix_users_lower_email and ix_users_lower_name compare byte by byte, so that a prefix is a range.
    private const string EmailKey = "lower(owner.email::text) collate \"C\"";
    private const string NameKey = "lower(owner.name::text) collate \"C\"";

    // The last code point: every text with a prefix sorts before the prefix and this.
    private const string Last = "\U0010FFFF";

    private static readonly ConcurrentDictionary<string, SchemaSql> Statements = new(StringComparer.Ordinal);

    public Task<List<FoundUser>> FindAsync(UserFilter filter, PageRequest<Guid> page, CancellationToken cancellationToken)
    {
        var (sql, parameters) = Statement(filter, page);
        return database.Database.SqlQueryRaw<FoundUser>(sql.In(database), [.. parameters]).ToListAsync(cancellationToken);
    }

    internal static FindStatement Statement(UserFilter filter, PageRequest<Guid> page)
    {
        List<NpgsqlParameter> parameters = [new("limit", page.Fetch)];
        List<string> conditions = [];
        if (page.After is { } after)
        {
            parameters.Add(new("after", after));
        }

        var order = filter.Prefix is null ? Newest(page, conditions) : ByPrefix(filter, page, conditions, parameters);
        if (filter.Role is { } role)
        {
            // Relies on ix_user_roles_role_user_id.
            conditions.Add("exists (select from {schema}.user_roles given where given.user_id = owner.id and given.role = @role)");
            parameters.Add(new("role", role));
        }

        if (filter.Active is { } active)
        {
            conditions.Add(active ? "owner.active" : "not owner.active"); // The latter relies on ix_users_inactive.
        }

        return new(Statements.GetOrAdd(Text(conditions, order), static text => new SchemaSql(text)), parameters);
    }

    private static string Text(List<string> conditions, string order)
    {
        var sql = new StringBuilder(
            """
            select owner.id as "Id", owner.email::text as "Email", owner.email_verified as "EmailVerified", owner.name as "Name",
                owner.active as "Active", array(select role::text from {schema}.user_roles where user_id = owner.id order by role) as "Roles",
                owner.created_at as "CreatedAt", owner.last_sign_in_at as "LastSignInAt"
            from {schema}.users owner
            """
        );
        sql.Append(conditions.Count == 0 ? "" : $"\nwhere {string.Join("\n    and ", conditions)}").Append($"\n{order}\nlimit @limit");
        return sql.ToString();
    }

    private static string Newest(PageRequest<Guid> page, List<string> conditions)
    {
        if (page.After is not null)
        {
            conditions.Add("owner.id < @after");
        }

        return "order by owner.id desc";
    }

    private static string ByPrefix(UserFilter filter, PageRequest<Guid> page, List<string> conditions, List<NpgsqlParameter> parameters)
    {
        var key = filter.Email is null ? NameKey : EmailKey;
        conditions.Add($"{key} >= @prefix and {key} < @end");
        parameters.Add(new("prefix", filter.Prefix!));
        parameters.Add(new("end", filter.Prefix + Last));
        if (page.After is not null)
        {
            var before = key.Replace("owner.", "before.", StringComparison.Ordinal);
            conditions.Add($"({key}, owner.id) > ((select {before} from {{schema}}.users before where before.id = @after), @after)");
        }

        return $"order by {key}, owner.id";
    }

    /// <summary>A statement and its parameters.</summary>
    internal sealed record FindStatement(SchemaSql Sql, List<NpgsqlParameter> Parameters);
}
