using System.Text;
using System.Text.Json;
using Capsule.Data.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Capsule.Web;

/// <summary>
/// A response as it is stored under a key. The first response and its repetitions are both written from it, so they are identical, byte for
/// byte.
/// </summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Headers">The response's headers among <see cref="StoredHeaders"/>.</param>
/// <param name="Body">The body in UTF-8.</param>
/// <param name="IsRepetition">Whether an earlier request did the work.</param>
internal sealed record StoredResponse(int StatusCode, IReadOnlyDictionary<string, string?[]> Headers, byte[] Body, bool IsRepetition)
    : IResult
{
    private const string OlderContentType = "application/json; charset=utf-8";

    /// <summary>The headers that describe the response; all others belong to the connection or are secrets, such as cookies.</summary>
    private static readonly string[] StoredHeaders =
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
    public static async Task<StoredResponse> CaptureAsync(IResult result, HttpContext http)
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
        var headers = StoredHeaders.Where(all.ContainsKey).ToDictionary(name => name, name => all[name].ToArray());
        return new StoredResponse(http.Response.StatusCode, headers, body.ToArray(), IsRepetition: false);
    }

    /// <summary>Reads a response from its row.</summary>
    public static StoredResponse Read(IdempotencyKey row) =>
        new(
            row.StatusCode!.Value,
            row.Headers is null ? Older(row) : Parse(row.Headers),
            Encoding.UTF8.GetBytes(row.Content ?? row.Body ?? ""),
            IsRepetition: true
        );

    /// <summary>
    /// Writes the response to its row, also in the previous release's form, because replicas of the previous release keep running during a
    /// rollout.
    /// </summary>
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

    // Reads a row that was written before headers were stored, which can exist for a day after the update.
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
