namespace Capsule.Testing.Sweep;

/// <summary>An endpoint, as the OpenAPI document has it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">With parameters in braces.</param>
/// <param name="Fields">What it takes.</param>
/// <param name="ContentType">Of its body; null when it takes none.</param>
/// <param name="NeedsBody">Whether the body must be there.</param>
/// <param name="Statuses">The statuses that the document says it answers with.</param>
internal sealed record ApiOperation(
    string Method,
    string Path,
    IReadOnlyList<ApiField> Fields,
    string? ContentType,
    bool NeedsBody,
    IReadOnlySet<int> Statuses
)
{
    public const string Json = "application/json";
    public const string Form = "application/x-www-form-urlencoded";

    public string Name => $"{Method} {Path}";

    public bool TakesJson => ContentType == Json;

    public bool TakesForm => ContentType == Form;
}
