using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Capsule.Web;

/// <summary>Says of the document what is the same for all services.</summary>
internal sealed class DocumentDefaults(IOptions<TagDescriptions> descriptions) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        // The framework writes what the request's Host header says, which anybody may choose. This one is where the document comes from.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Info.License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" };
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description ??= descriptions.Value.Of(tag.Name);
        }

        return Task.CompletedTask;
    }
}
