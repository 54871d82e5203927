using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Capsule.Web;

/// <summary>Marks an endpoint that returns pages, and describes its parameters.</summary>
internal sealed class PageParameters
{
    public static IEnumerable<OpenApiParameter> Describe() =>
        [
            new()
            {
                Name = PageLimits.AfterName,
                In = ParameterLocation.Query,
                Description = "Where the page begins: what `next` was in the page before. Without it the first page is returned.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
            new()
            {
                Name = PageLimits.LimitName,
                In = ParameterLocation.Query,
                Description = "How many items the page has at most.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "1",
                    Maximum = PageLimits.Max.ToString(CultureInfo.InvariantCulture),
                    Default = JsonValue.Create(PageLimits.Default),
                },
            },
        ];
}
