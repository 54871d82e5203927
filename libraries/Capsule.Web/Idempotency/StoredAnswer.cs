using System.Text;
using System.Text.Json;
using Capsule.Data.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Capsule.Web;

/// <summary>
/// An answer as it is kept under a key. The first answer and its repetitions are written from it, so that they are the same, byte for byte.
/// </summary>
/// <param name="StatusCode">The status.</param>
/// <param name="Headers">Those of <see cref="Kept"/> that it has.</param>
/// <param name="Body">The body, in UTF-8.</param>
/// <param name="IsRepetition">Whether the work was done by an earlier request.</param>
internal sealed record StoredAnswer(int StatusCode, IReadOnlyDictionary<string, string?[]> Headers, byte[] Body, bool IsRepetition)
    : IResult
{
    private const string OlderContentType = "application/json; charset=utf-8";

    /// <summary>
    /// The headers that say something about the answer; the others belong to the connection, or are secrets like cookies.
    /// </summary>
    private static readonly string[] Kept =
    [
        HeaderNames.Location,
        HeaderNames.ContentLocation,
        HeaderNames.ContentType,
        HeaderNames.ContentLanguage,
        HeaderNames.ETag,
        HeaderNames.LastModified,
        HeaderNames.CacheControl,
        HeaderNames.Link,
    ];

    /// <summary>Executes a result without sending it.</summary>
    public static async Task<StoredAnswer> CaptureAsync(IResult result, HttpContext http)
    {
        using var body = new MemoryStream();
        var sent = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var captured = new StreamResponseBodyFeature(body);
        http.Features.Set<IHttpResponseBodyFeature>(captured);
        try
        {
            await result.ExecuteAsync(http);
            await captured.CompleteAsync();
        }
        finally
        {
            http.Features.Set(sent);
        }

        var all = http.Response.Headers;
        var headers = Kept.Where(all.ContainsKey).ToDictionary(name => name, name => all[name].ToArray());
        return new StoredAnswer(http.Response.StatusCode, headers, body.ToArray(), IsRepetition: false);
    }

    /// <summary>Reads an answer from its row.</summary>
    public static StoredAnswer Read(IdempotencyKey row) =>
        new(
            row.StatusCode!.Value,
            row.Headers is null ? Older(row) : Parse(row.Headers),
            Encoding.UTF8.GetBytes(row.Content ?? row.Body ?? ""),
            IsRepetition: true
        );

    /// <summary>Writes it to its row, for the release before as well, whose replicas run on while this one is rolled out.</summary>
    public void WriteTo(IdempotencyKey row)
    {
        (row.StatusCode, row.Headers, row.Content) = (StatusCode, JsonSerializer.Serialize(Headers), Encoding.UTF8.GetString(Body));
        row.Location = Headers.TryGetValue(HeaderNames.Location, out var location) ? location[0] : null;
        row.Body = Body.Length > 0 && IsJson ? row.Content : null;
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCode;
        foreach (var (name, values) in Headers)
        {
            response.Headers[name] = values;
        }

        if (IsRepetition)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }

        if (Body.Length > 0)
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }

    private bool IsJson =>
        Headers.TryGetValue(HeaderNames.ContentType, out var type) && type[0]?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;

    private static Dictionary<string, string?[]> Parse(string headers) =>
        JsonSerializer.Deserialize<Dictionary<string, string?[]>>(headers)!;

    // Written before headers were kept: for a day after the update.
    private static Dictionary<string, string?[]> Older(IdempotencyKey row)
    {
        var headers = new Dictionary<string, string?[]> { [HeaderNames.ContentType] = [OlderContentType] };
        if (row.Location is { } location)
        {
            headers[HeaderNames.Location] = [location];
        }

        return headers;
    }
}
