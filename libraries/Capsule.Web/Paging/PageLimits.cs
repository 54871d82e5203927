namespace Capsule.Web;

/// <summary>How long pages are, and what the parameters are named.</summary>
public static class PageLimits
{
    /// <summary>How many items a page has at most unless the caller says otherwise.</summary>
    public const int Default = 50;

    /// <summary>The most that a caller may ask for.</summary>
    public const int Max = 200;

    internal const string AfterName = "after";

    internal const string LimitName = "limit";
}
