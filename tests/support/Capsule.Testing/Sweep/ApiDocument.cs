using System.Text.Json;
using System.Text.Json.Nodes;

namespace Capsule.Testing.Sweep;

/// <summary>Reads from a service's OpenAPI document what its endpoints take.</summary>
internal sealed class ApiDocument(JsonElement document)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options"];

    public IReadOnlyList<ApiOperation> Operations() =>
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            where Methods.Contains(method.Name)
            select Operation(path.Name, method.Name.ToUpperInvariant(), method.Value),
        ];

    private ApiOperation Operation(string path, string method, JsonElement operation)
    {
        List<ApiField> fields = [.. Array(operation, "parameters").Select(Parameter).OfType<ApiField>()];
        var hasBody = operation.TryGetProperty("requestBody", out var body);
        var content = hasBody ? body.GetProperty("content").EnumerateObject().First() : default;
        if (hasBody)
        {
            fields.AddRange(
                Properties(content.Value.GetProperty("schema"), content.Name == ApiOperation.Form ? FieldPlace.Form : FieldPlace.Body)
            );
        }

        return new ApiOperation(
            method,
            path,
            fields,
            hasBody ? content.Name : null,
            hasBody && body.TryGetProperty("required", out var required) && required.GetBoolean(),
            Statuses(operation)
        );
    }

    private static HashSet<int> Statuses(JsonElement operation) =>
        [
            .. operation
                .GetProperty("responses")
                .EnumerateObject()
                .Select(response => int.TryParse(response.Name, out var status) ? status : 0),
        ];

    private ApiField? Parameter(JsonElement parameter) =>
        parameter.GetProperty("in").GetString() switch
        {
            "query" => Field(Text(parameter, "name")!, FieldPlace.Query, parameter.GetProperty("schema"), IsTrue(parameter, "required")),
            "path" => Field(Text(parameter, "name")!, FieldPlace.Route, parameter.GetProperty("schema"), isRequired: true),
            _ => null,
        };

    private IEnumerable<ApiField> Properties(JsonElement schema, FieldPlace place)
    {
        schema = Resolve(schema);
        var required = Array(schema, "required").Select(name => name.GetString()).ToHashSet();
        return schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Select(property => Field(property.Name, place, property.Value, required.Contains(property.Name)))
            : [];
    }

    private ApiField Field(string name, FieldPlace place, JsonElement schema, bool isRequired)
    {
        schema = Resolve(schema);
        var types = schema.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Select(one => one.GetString()).ToList()
                : [type.GetString()]
            : [];
        var kind = types.FirstOrDefault(one => one != "null");
        var format = Text(schema, "format");
        var items = schema.TryGetProperty("items", out var item) ? Field(name, place, item, isRequired: true) : null;
        return new ApiField(
            name,
            place,
            kind,
            format,
            isRequired,
            types.Contains("null") || kind is null,
            items,
            Example(kind, format, schema, items)
        );
    }

    private static JsonNode? Example(string? type, string? format, JsonElement schema, ApiField? items) =>
        type switch
        {
            "boolean" => true,
            "integer" or "number" => schema.TryGetProperty("minimum", out var least) ? JsonNode.Parse(least.GetRawText()) : 1,
            "array" => items?.Example is { } one ? new JsonArray(one.DeepClone()) : new JsonArray(),
            "string" => format switch
            {
                "uuid" => "6f1f4d9e-0000-7000-8000-00000000000f",
                "date-time" => "2100-01-01T00:00:00Z",
                "email" => "somebody@example.com",
                _ => new string('a', schema.TryGetProperty("minLength", out var length) ? Math.Max(1, length.GetInt32()) : 1),
            },
            _ => new JsonObject(),
        };

    // A nullable reference is one of null and the schema.
    private JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (Text(schema, "$ref") is { } reference)
            {
                schema = reference.TrimStart('#', '/').Split('/').Aggregate(document, (element, name) => element.GetProperty(name));
            }
            else if (Array(schema, "oneOf").FirstOrDefault(one => Text(one, "$ref") is not null) is { ValueKind: JsonValueKind.Object } one)
            {
                schema = one;
            }
            else
            {
                return schema;
            }
        }
    }

    private static JsonElement.ArrayEnumerator Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) ? array.EnumerateArray() : default;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
