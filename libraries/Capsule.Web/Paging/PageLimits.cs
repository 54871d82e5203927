namespace Capsule.Web;

/// <summary>The limits of a page's length and the names of the parameters.</summary>
public static class PageLimits
{
    /// <summary>The default number of items per page.</summary>
    public const int Default = 50;

    /// <summary>The maximum number of items per page.</summary>
    public const int Max = 200;

    internal const string AfterName = "after";

    internal const string LimitName = "limit";
}
