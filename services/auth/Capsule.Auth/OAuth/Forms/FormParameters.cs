using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Capsule.Auth.OAuth.Forms;

/// <summary>The form parameters of an endpoint: those that its handler may read, and that the OpenAPI document describes.</summary>
/// <param name="Names">The names of the parameters.</param>
internal sealed record FormParameters(IReadOnlyList<string> Names)
{
    private const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>Whether a request has an URL-encoded form, which OAuth requires; multipart forms do not count.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the description of the body for the OpenAPI document.</summary>
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
