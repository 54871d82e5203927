using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Capsule.Web;

/// <summary>
/// The requested page of a list: <c>after</c>, the cursor that the previous page returned as its next, and <c>limit</c>. An endpoint takes
/// it as a parameter; a malformed cursor or limit becomes a validation problem before the handler runs. Lists are read by keyset: the query
/// selects the rows after the key of the last row, so the cost of a page depends on its length and not on its position.
/// </summary>
/// <typeparam name="TKey">The type of the sort key: a <see cref="Guid"/>, or a record struct of several values.</typeparam>
public sealed class PageRequest<TKey> : IBindableFromHttpContext<PageRequest<TKey>>, IEndpointParameterMetadataProvider
    where TKey : struct
{
    /// <summary>Creates a request; without a cursor it requests the first page.</summary>
    public PageRequest(TKey? after = null, int limit = PageLimits.Default) => (After, Limit) = (after, limit);

    /// <summary>The key of the previous page's last row; null for the first page.</summary>
    public TKey? After { get; }

    /// <summary>The maximum number of items on the page.</summary>
    public int Limit { get; }

    /// <summary>The number of rows to read: one more than the limit, to find out whether another page follows.</summary>
    public int Fetch => Limit + 1;

    /// <summary>Creates the page from the rows that were read, at most <see cref="Fetch"/>.</summary>
    /// <param name="rows">The rows in the list's order.</param>
    /// <param name="key">Returns a row's sort key.</param>
    public Page<T> PageOf<T>(IReadOnlyList<T> rows, Func<T, TKey> key)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(key);
        return rows.Count > Limit ? new Page<T>([.. rows.Take(Limit)], PageCursor.Write(key(rows[Limit - 1]))) : new Page<T>(rows, null);
    }

    /// <summary>Reads the page of an ordered query that starts after <see cref="After"/>.</summary>
    /// <param name="query">The query, ordered by the key and starting after the cursor.</param>
    /// <param name="key">Returns a row's sort key.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<T>> ReadAsync<T>(IQueryable<T> query, Func<T, TKey> key, CancellationToken cancellationToken) =>
        PageOf(await query.Take(Fetch).ToListAsync(cancellationToken), key);

    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The interface asks for it.")]
    static ValueTask<PageRequest<TKey>?> IBindableFromHttpContext<PageRequest<TKey>>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var query = context.Request.Query;
        var page = new PageRequest<TKey>(Cursor(query[PageLimits.AfterName]), Number(query[PageLimits.LimitName]));
        return ValueTask.FromResult<PageRequest<TKey>?>(page);
    }

    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The interface asks for it.")]
    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new PageParameters());
        builder.Metadata.Add(
            new ProducesResponseTypeMetadata(
                StatusCodes.Status400BadRequest,
                typeof(HttpValidationProblemDetails),
                ["application/problem+json"]
            )
        );
    }

    private static TKey? Cursor(StringValues text) =>
        text.Count == 0 ? null
        : PageCursor.TryRead<TKey>(text.ToString(), out var key) ? key
        : throw new InvalidParameterException(PageLimits.AfterName, "must be the value of next from the previous page.");

    private static int Number(StringValues text) =>
        text.Count == 0 ? PageLimits.Default
        : int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
        && limit is >= 1 and <= PageLimits.Max
            ? limit
        : throw new InvalidParameterException(PageLimits.LimitName, $"must be from 1 to {PageLimits.Max}.");
}
