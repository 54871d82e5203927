namespace Capsule.Data.Idempotency;

/// <summary>What a request that carried an <c>Idempotency-Key</c> was answered, so that its repetition is answered the same.</summary>
public sealed class IdempotencyKey : Entity
{
    /// <summary>The endpoint that the key counts for.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The key that the caller chose.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of what identifies the request: the same key with another request is an error of the caller.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>HTTP status of the answer; null only inside the transaction that works on it.</summary>
    public int? StatusCode { get; set; }

    /// <summary>Location header of the answer, as the release before <see cref="Headers"/> keeps and reads it.</summary>
    public string? Location { get; set; }

    /// <summary>JSON body of the answer, as the release before <see cref="Content"/> keeps and reads it.</summary>
    public string? Body { get; set; }

    /// <summary>The answer's headers, an object of JSON with an array for each.</summary>
    public string? Headers { get; set; }

    /// <summary>The answer's body as it was sent.</summary>
    public string? Content { get; set; }
}
