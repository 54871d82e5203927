using System.Text;
using System.Text.Json.Nodes;

namespace Capsule.Testing.Sweep;

/// <summary>A good request to an operation, of which parts can be replaced.</summary>
internal sealed class SweptRequest(ApiOperation operation, IReadOnlyDictionary<string, JsonNode?> good)
{
    private const int MaxBody = 1024 * 1024;

    private readonly Dictionary<string, byte[]?> _raw = operation
        .Fields.Where(field => good.ContainsKey(field.Name))
        .ToDictionary(field => field.Name, byte[]? (field) => Raw(field, good[field.Name]), StringComparer.Ordinal);

    private readonly List<(string Name, byte[] Raw)> _more = [];
    private readonly List<(string Name, string Value)> _headers = [];
    private byte[]? _body;
    private string? _contentType = operation.ContentType;

    /// <summary>With a good value in a field, and one more.</summary>
    public SweptRequest Twice(ApiField field, JsonNode? value, string name)
    {
        var raw = Raw(field, value);
        _more.Add((name, raw));
        return With(field, raw);
    }

    /// <summary>With another value in a field, or none.</summary>
    public SweptRequest With(ApiField field, byte[]? raw)
    {
        _raw[field.Name] = raw;
        return this;
    }

    /// <summary>With another body.</summary>
    public SweptRequest WithBody(byte[]? body, string? contentType)
    {
        (_body, _contentType) = (body ?? [], contentType);
        return this;
    }

    /// <summary>With a header.</summary>
    public SweptRequest WithHeader(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public HttpRequestMessage Message(Uri address)
    {
        var uri = new Uri(
            address.GetLeftPart(UriPartial.Authority) + Path() + Query(),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var message = new HttpRequestMessage(new HttpMethod(operation.Method), uri);
        foreach (var (name, value) in _headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if ((_body ?? Body()) is { } body)
        {
            message.Content = new ByteArrayContent(body);

            // A server that takes no such body may hang up while it is sent.
            message.Headers.ExpectContinue = body.Length > MaxBody;
            if (_contentType is not null)
            {
                message.Content.Headers.TryAddWithoutValidation("Content-Type", _contentType);
            }
        }

        return message;
    }

    private string Path() =>
        Of(FieldPlace.Route)
            .Aggregate(
                operation.Path,
                (path, field) =>
                    path.Replace($"{{{field.Name}}}", Encoding.ASCII.GetString(_raw[field.Name] ?? []), StringComparison.Ordinal)
            );

    private string Query()
    {
        var text = Encoding.ASCII.GetString(Pairs(FieldPlace.Query));
        return text.Length > 0 ? $"?{text}" : "";
    }

    private byte[]? Body() =>
        operation.TakesForm ? Pairs(FieldPlace.Form)
        : operation.TakesJson ? JsonBody()
        : null;

    private byte[] JsonBody()
    {
        List<byte> json = [(byte)'{'];
        foreach (var (name, raw) in Values(FieldPlace.Body))
        {
            json.AddRange([.. json.Count > 1 ? ","u8 : [], .. Encoding.UTF8.GetBytes($"\"{name}\":"), .. raw]);
        }

        json.Add((byte)'}');
        return [.. json];
    }

    private byte[] Pairs(FieldPlace place)
    {
        List<byte> pairs = [];
        foreach (var (name, raw) in Values(place))
        {
            pairs.AddRange([.. pairs.Count > 0 ? "&"u8 : [], .. Encoding.ASCII.GetBytes($"{name}="), .. raw]);
        }

        return [.. pairs];
    }

    private IEnumerable<(string Name, byte[] Raw)> Values(FieldPlace place) =>
        Of(place)
            .Where(field => _raw.GetValueOrDefault(field.Name) is not null)
            .Select(field => (field.Name, _raw[field.Name]!))
            .Concat(place == FieldPlace.Query && operation.ContentType is not null ? [] : _more);

    private IEnumerable<ApiField> Of(FieldPlace place) => operation.Fields.Where(field => field.Place == place);

    private static byte[] Raw(ApiField field, JsonNode? value) =>
        Encoding.UTF8.GetBytes(field.Place == FieldPlace.Body ? value?.ToJsonString() ?? "null" : Uri.EscapeDataString(Plain(value)));

    /// <summary>A value as it stands in a query, path or form.</summary>
    public static string Plain(JsonNode? value) =>
        value is JsonValue one && one.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";
}
