using Microsoft.Extensions.DependencyInjection;

namespace Capsule.Web;

/// <summary>Describes groups of operations in the OpenAPI document.</summary>
public static class DocumentTags
{
    /// <summary>Says what the operations with a tag (<c>WithTags</c>) are about.</summary>
    /// <param name="services">The service's services.</param>
    /// <param name="tags">Each tag and a sentence.</param>
    public static IServiceCollection DescribeTags(this IServiceCollection services, params (string Tag, string Description)[] tags) =>
        services.Configure<TagDescriptions>(descriptions =>
        {
            foreach (var (tag, description) in tags)
            {
                descriptions.Add(tag, description);
            }
        });
}
