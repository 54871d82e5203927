using System.Collections.Concurrent;
using System.Text;
using Capsule.Data;
using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Administration;

/// <summary>Finds users page by page; each order is that of an index, so that a page costs as much as it is long.</summary>
internal sealed class UserSearch(AuthDbContext database)
{
    // The expressions of ix_users_lower_email and ix_users_lower_name, byte by byte, so that a prefix is a range.
    private const string EmailKey = "lower({0}.email::text) collate \"C\"";
    private const string NameKey = "lower({0}.name::text) collate \"C\"";

    // No text of a prefix sorts behind it: the last code point.
    private const string Last = "\U0010FFFF";
    private static readonly ConcurrentDictionary<string, SchemaSql> Statements = new(StringComparer.Ordinal);

    /// <summary>Returns a page. The cursor is the identifier of a user, whose address must not become part of an address.</summary>
    public async Task<Outcome<Page<FoundUser>>> FindAsync(UserFilter filter, PageRequest<Guid> page, CancellationToken cancellationToken)
    {
        if (page.After is { } after && !await database.Users.AnyAsync(user => user.Id == after, cancellationToken))
        {
            return Refusal.Validation("after", "must be the value of next from the previous page.");
        }

        var (sql, values) = Statement(filter, page);
        var rows = await database
            .Database.SqlQueryRaw<FoundUser>(Statements.GetOrAdd(sql, static text => new SchemaSql(text)).In(database), values)
            .ToListAsync(cancellationToken);
        return page.PageOf(rows, static user => user.Id);
    }

    internal static (string Sql, object[] Values) Statement(UserFilter filter, PageRequest<Guid> page)
    {
        List<object> values = [];
        List<string> conditions = [];
        var order = filter.Prefix is null ? Newest(page, conditions, Value) : ByPrefix(filter, page, conditions, Value);
        if (filter.Role is { } role)
        {
            // Relies on ix_user_roles_role_user_id.
            conditions.Add(
                $"exists (select from {{schema}}.user_roles given where given.user_id = owner.id and given.role = {Value(role)})"
            );
        }

        if (filter.Active is { } active)
        {
            conditions.Add(active ? "owner.active" : "not owner.active"); // The latter relies on ix_users_inactive.
        }

        var sql = new StringBuilder(
            """
            select owner.id as "Id", owner.email::text as "Email", owner.email_verified as "EmailVerified", owner.name as "Name", owner.active as "Active",
                array(select role::text from {schema}.user_roles where user_id = owner.id order by role) as "Roles",
                owner.created_at as "CreatedAt", owner.last_sign_in_at as "LastSignInAt"
            from {schema}.users owner
            """
        );
        sql.Append(conditions.Count == 0 ? "" : $"\nwhere {string.Join("\n    and ", conditions)}")
            .Append($"\n{order}\nlimit {Value(page.Fetch)}");
        return (sql.ToString(), [.. values]);

        string Value(object value)
        {
            values.Add(value);
            return $"{{{values.Count - 1}}}";
        }
    }

    private static string Newest(PageRequest<Guid> page, List<string> conditions, Func<object, string> value)
    {
        if (page.After is { } after)
        {
            conditions.Add($"owner.id < {value(after)}");
        }

        return "order by owner.id desc";
    }

    private static string ByPrefix(UserFilter filter, PageRequest<Guid> page, List<string> conditions, Func<object, string> value)
    {
        var expression = filter.Email is null ? NameKey : EmailKey;
        var (key, before) = (Of(expression, "owner"), Of(expression, "before"));
        conditions.Add($"{key} >= {value(filter.Prefix!)} and {key} < {value(filter.Prefix + Last)}");
        if (page.After is { } after)
        {
            var (first, second) = (value(after), value(after));
            conditions.Add($"({key}, owner.id) > ((select {before} from {{schema}}.users before where before.id = {first}), {second})");
        }

        return $"order by {key}, owner.id";
    }

    private static string Of(string expression, string table) => expression.Replace("{0}", table, StringComparison.Ordinal);
}
