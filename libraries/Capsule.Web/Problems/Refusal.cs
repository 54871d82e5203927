namespace Capsule.Web;

/// <summary>Why a use case did not do what the caller asked for.</summary>
/// <param name="Kind">What kind of refusal it is.</param>
/// <param name="Code">Its stable name, the last part of the problem's <c>type</c>: <c>over-quota</c>.</param>
/// <param name="Detail">What happened, and what to do about it.</param>
/// <param name="Field">The field, query parameter or header that it lies in, if it is one.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string? Field = null)
{
    /// <summary>The name of every validation problem.</summary>
    public const string ValidationCode = "validation";

    /// <summary>A field is not valid.</summary>
    /// <param name="field">The field, query parameter or header.</param>
    /// <param name="requirement">What it must be, without the field's name.</param>
    public static Refusal Validation(string field, string requirement) =>
        new(RefusalKind.Validation, ValidationCode, $"{field} {requirement}", field);

    /// <summary>The caller did not prove who they are.</summary>
    public static Refusal Unauthorized(string code, string detail) => new(RefusalKind.Unauthorized, code, detail);

    /// <summary>The caller may not do this.</summary>
    public static Refusal Forbidden(string code, string detail) => new(RefusalKind.Forbidden, code, detail);

    /// <summary>There is no such thing.</summary>
    public static Refusal NotFound(string code, string detail) => new(RefusalKind.NotFound, code, detail);

    /// <summary>It conflicts with what is there.</summary>
    public static Refusal Conflict(string code, string detail, string? field = null) => new(RefusalKind.Conflict, code, detail, field);

    /// <summary>Understood, but it cannot be done.</summary>
    public static Refusal Unprocessable(string code, string detail, string? field = null) =>
        new(RefusalKind.Unprocessable, code, detail, field);

    /// <summary>The caller has tried too often.</summary>
    public static Refusal TooManyRequests(string code, string detail) => new(RefusalKind.TooManyRequests, code, detail);

    /// <summary>What the caller asks for is created in a moment, and the same request succeeds then.</summary>
    public static Refusal NotReady(string code, string detail) => new(RefusalKind.NotReady, code, detail);
}
