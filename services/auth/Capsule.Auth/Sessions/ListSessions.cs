using Capsule.Web;

namespace Capsule.Auth.Sessions;

/// <summary>Lists a user's sessions, newest first, page by page.</summary>
internal sealed class ListSessions(SessionTable table)
{
    /// <param name="user">The user.</param>
    /// <param name="current">The caller's session.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<SessionResponse>> ExecuteAsync(
        Guid user,
        Guid? current,
        PageRequest<Guid> page,
        CancellationToken cancellationToken
    )
    {
        var rows = await table.ListAsync(user, current, page.After, page.Fetch, cancellationToken);
        return page.PageOf(rows, static session => session.Id);
    }
}
