using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>Describes groups of operations in the OpenAPI document.</summary>
public static class DocumentTags
{
    /// <summary>Describes the operations with a tag (<c>WithTags</c>).</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="tags">Each tag with a sentence that describes it.</param>
    public static IServiceCollection DescribeTags(this IServiceCollection services, params (string Tag, string Description)[] tags) =>
        services.Configure<TagDescriptions>(descriptions =>
        {
            foreach (var (tag, description) in tags)
            {
                descriptions.Add(tag, description);
            }
        });
}
