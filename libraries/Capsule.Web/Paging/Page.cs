namespace Capsule.Web;

/// <summary>A page of a list, in the format that every list of every service returns.</summary>
/// <typeparam name="T">The type of the listed items.</typeparam>
/// <param name="Items">The items in the list's order.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Returns the page with each item converted.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return new Page<TOther>([.. Items.Select(select)], Next);
    }
}
