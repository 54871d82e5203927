namespace Capsule.Data.Idempotency;

/// <summary>
/// The stored response to a request with an <c>Idempotency-Key</c>. A repetition of the request receives the same response.
/// </summary>
public sealed class IdempotencyKey : Entity
{
    /// <summary>The endpoint that the key belongs to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The key that the client chose.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request. The same key with a different request is a client error.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The response's HTTP status; null only inside the transaction that executes the request.</summary>
    public int? StatusCode { get; set; }

    /// <summary>The response's Location header, in the form that releases before <see cref="Headers"/> write and read.</summary>
    public string? Location { get; set; }

    /// <summary>The response's JSON body, in the form that releases before <see cref="Content"/> write and read.</summary>
    public string? Body { get; set; }

    /// <summary>The response's headers: a JSON object with an array of values per header.</summary>
    public string? Headers { get; set; }

    /// <summary>The response's body as it was sent.</summary>
    public string? Content { get; set; }
}
