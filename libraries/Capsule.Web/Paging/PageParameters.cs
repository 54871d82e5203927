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
                Description = "The value of `next` from the previous page; without it, the first page is returned.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
            new()
            {
                Name = PageLimits.LimitName,
                In = ParameterLocation.Query,
                Description = "Maximum number of items on the page.",
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
