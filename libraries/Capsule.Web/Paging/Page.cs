namespace Capsule.Web;

/// <summary>A part of a list, as every list of every service answers it.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">In the list's order.</param>
/// <param name="Next">What <c>after</c> must be for the page that follows; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>Returns the page with something else in the place of each item.</summary>
    public Page<TOther> Select<TOther>(Func<T, TOther> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return new Page<TOther>([.. Items.Select(select)], Next);
    }
}
