using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Capsule.Web;

/// <summary>Corrects the OpenAPI document where the framework does not know the services' conventions.</summary>
internal static class ServiceDocument
{
    public static void AddServiceDocument(this IServiceCollection services) =>
        services.AddOpenApi(static document =>
        {
            document.AddSchemaTransformer(
                static (schema, context, _) =>
                {
                    NameText(schema, context.JsonTypeInfo, context.JsonPropertyInfo?.IsGetNullable == true);
                    return Task.CompletedTask;
                }
            );
            document.AddOperationTransformer(
                static (operation, _, _) =>
                {
                    NameQuery(operation);
                    return Task.CompletedTask;
                }
            );
            document.AddOperationTransformer<OperationDefaults>();
            document.AddDocumentTransformer<DocumentDefaults>();
        });

    // The framework omits the type of values that have a converter, and text has one (StorableText).
    private static void NameText(OpenApiSchema schema, JsonTypeInfo type, bool isNullable)
    {
        if (type.Type == typeof(string))
        {
            schema.Type ??= isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        }
        else if (schema.Type?.HasFlag(JsonSchemaType.Array) == true && type.ElementType == typeof(string))
        {
            schema.Items ??= new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    // Query parameters are written like everything else; the framework names a filter's members as in C#.
    private static void NameQuery(OpenApiOperation operation)
    {
        foreach (
            var parameter in operation
                .Parameters?.OfType<OpenApiParameter>()
                .Where(static parameter => parameter.In == ParameterLocation.Query)
                ?? []
        )
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        }
    }
}
