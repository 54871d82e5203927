using Capsule.Web;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Administration;

/// <summary>Finds users page by page.</summary>
internal sealed class UserSearch(AuthDbContext database, FoundUserTable table)
{
    /// <summary>
    /// Returns a page. The cursor is the identifier of a user and not the e-mail address, because URLs are logged.
    /// </summary>
    public async Task<Outcome<Page<FoundUser>>> FindAsync(UserFilter filter, PageRequest<Guid> page, CancellationToken cancellationToken)
    {
        if (page.After is { } after && !await database.Users.AnyAsync(user => user.Id == after, cancellationToken))
        {
            return Refusal.Validation("after", "must be the value of next from the previous page.");
        }

        return page.PageOf(await table.FindAsync(filter, page, cancellationToken), static user => user.Id);
    }
}
