using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Capsule.Web;

/// <summary>Sets the parts of the OpenAPI document that are the same for all services.</summary>
internal sealed class DocumentDefaults(IOptions<TagDescriptions> descriptions) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        // The framework writes the request's Host header, which any client can choose. A relative URL refers to the server that the
        // document was loaded from.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Info.License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" };
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description ??= descriptions.Value.Of(tag.Name);
        }

        return Task.CompletedTask;
    }
}
