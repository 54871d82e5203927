using Capsule.Data.Idempotency;
using Microsoft.OpenApi;

namespace Capsule.Web;

/// <summary>Marks an endpoint that honours <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotencyKeyMetadata
{
    public static OpenApiParameter Describe() =>
        new()
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Description = "Makes the request safe to repeat: within 24 hours the same key gets the same answer, and nothing happens twice.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencySchema.KeyLength,
            },
        };
}
