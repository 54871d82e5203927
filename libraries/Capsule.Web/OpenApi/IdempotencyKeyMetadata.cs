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
            Description =
                "Makes the request safe to repeat: a repetition with the same key within 24 hours gets the same response and has "
                + "no further effect.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencySchema.KeyLength,
            },
        };
}
