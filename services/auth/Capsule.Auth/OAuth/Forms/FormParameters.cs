using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>The parameters of an endpoint that takes a form: what its handler may read, and what the OpenAPI document says of it.</summary>
/// <param name="Names">Their names.</param>
internal sealed record FormParameters(IReadOnlyList<string> Names)
{
    private const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>Whether a request has a form as OAuth wants it; others, of several parts, are none.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The body, as the document has it.</summary>
    public OpenApiRequestBody ToRequestBody() =>
        new()
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = Names.ToDictionary(
                            name => name,
                            IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String }
                        ),
                    },
                },
            },
        };
}
