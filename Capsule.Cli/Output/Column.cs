using System.Text.Json;

namespace Capsule.Cli.Output;

/// <summary>A column of a table of results.</summary>
/// <param name="Header">What stands above it.</param>
/// <param name="Property">
/// The property of the document, <c>connections.used</c> for one within another; left out when no document has it.
/// </param>
/// <param name="Format">Writes the value; as <see cref="Cell.Text"/> does unless given.</param>
internal sealed record Column(string Header, string Property, Func<JsonElement, string>? Format = null)
{
    /// <summary>The value of a row; null in one whose outer property is null.</summary>
    public JsonElement Of(JsonElement row) =>
        Property.Split('.').Aggregate(row, (value, name) => value.ValueKind == JsonValueKind.Null ? value : Cell.Property(value, name));

    /// <summary>The value in words.</summary>
    public string TextOf(JsonElement row) =>
        Of(row) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value && Format is not null
            ? Format(value)
            : Cell.Text(Of(row));
}
