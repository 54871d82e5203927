using System.Text.Json;

namespace Capsule.Cli.Output;

/// <summary>A column of a table of results.</summary>
/// <param name="Header">The column's heading.</param>
/// <param name="Property">
/// The document's property, such as <c>connections.used</c> for a nested one; the column is omitted when no document has it.
/// </param>
/// <param name="Format">Formats the value; <see cref="Cell.Text"/> by default.</param>
internal sealed record Column(string Header, string Property, Func<JsonElement, string>? Format = null)
{
    /// <summary>Returns the row's value; null when an outer property is null.</summary>
    public JsonElement Of(JsonElement row) =>
        Property.Split('.').Aggregate(row, (value, name) => value.ValueKind == JsonValueKind.Null ? value : Cell.Property(value, name));

    /// <summary>Returns the row's formatted value.</summary>
    public string TextOf(JsonElement row) =>
        Of(row) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value && Format is not null
            ? Format(value)
            : Cell.Text(Of(row));
}
