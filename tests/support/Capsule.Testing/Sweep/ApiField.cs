using System.Text.Json.Nodes;

namespace Capsule.Testing.Sweep;

/// <summary>A value that an operation takes.</summary>
/// <param name="Name">As in the request.</param>
/// <param name="Place">Where.</param>
/// <param name="Type">Its JSON type; null for any.</param>
/// <param name="Format">As in <c>uuid</c>.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="IsNullable">Whether it may be null.</param>
/// <param name="Items">Of what it is an array.</param>
/// <param name="Example">A value by the document alone.</param>
internal sealed record ApiField(
    string Name,
    FieldPlace Place,
    string? Type,
    string? Format,
    bool IsRequired,
    bool IsNullable,
    ApiField? Items,
    JsonNode? Example
);
