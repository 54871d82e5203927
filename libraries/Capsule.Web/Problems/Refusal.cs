namespace Capsule.Web;

/// <summary>The reason why a use case did not do what the caller requested.</summary>
/// <param name="Kind">The kind of refusal.</param>
/// <param name="Code">Stable name of the refusal, the last part of the problem's <c>type</c>: <c>over-quota</c>.</param>
/// <param name="Detail">What happened and what the caller can do.</param>
/// <param name="Field">The field, query parameter or header that causes the refusal, if any.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string? Field = null)
{
    /// <summary>The code of every validation problem.</summary>
    public const string ValidationCode = "validation";

    /// <summary>A field is not valid.</summary>
    /// <param name="field">The field, query parameter or header.</param>
    /// <param name="requirement">The requirement that the field does not meet, without the field's name.</param>
    public static Refusal Validation(string field, string requirement) =>
        new(RefusalKind.Validation, ValidationCode, $"{field} {requirement}", field);

    /// <summary>The caller is not authenticated.</summary>
    public static Refusal Unauthorized(string code, string detail) => new(RefusalKind.Unauthorized, code, detail);

    /// <summary>The caller may not do this.</summary>
    public static Refusal Forbidden(string code, string detail) => new(RefusalKind.Forbidden, code, detail);

    /// <summary>The resource does not exist.</summary>
    public static Refusal NotFound(string code, string detail) => new(RefusalKind.NotFound, code, detail);

    /// <summary>The request conflicts with the current state.</summary>
    public static Refusal Conflict(string code, string detail, string? field = null) => new(RefusalKind.Conflict, code, detail, field);

    /// <summary>The request is well-formed but cannot be executed.</summary>
    public static Refusal Unprocessable(string code, string detail, string? field = null) =>
        new(RefusalKind.Unprocessable, code, detail, field);

    /// <summary>The caller has tried too often.</summary>
    public static Refusal TooManyRequests(string code, string detail) => new(RefusalKind.TooManyRequests, code, detail);

    /// <summary>The requested data is being created, and the same request succeeds shortly.</summary>
    public static Refusal NotReady(string code, string detail) => new(RefusalKind.NotReady, code, detail);
}
