using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Capsule.Web;

/// <summary>
/// Sets the parts of each operation that are the same for all services: a unique name, a summary, the required access, and the problem
/// responses.
/// </summary>
internal sealed partial class OperationDefaults : IOpenApiOperationTransformer
{
    private const string ProblemSchema = nameof(ProblemDetails);

    public async Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        NameOnce(operation, context.Description.HttpMethod, metadata);
        operation.Summary ??= operation.OperationId is { } name ? Sentence(name) : null;
        if (metadata.OfType<IdempotencyKeyMetadata>().Any())
        {
            (operation.Parameters ??= []).Add(IdempotencyKeyMetadata.Describe());
        }

        if (metadata.OfType<PageParameters>().Any())
        {
            operation.Parameters = [.. operation.Parameters ?? [], .. PageParameters.Describe()];
        }

        if (!metadata.Any(static item => item is IAuthorizeData or AuthorizationPolicy))
        {
            // An explicitly empty list marks an open operation; without a list it could have been forgotten.
            operation.Security = [];
        }

        // Any request can be refused whose query contains invalid text.
        if (operation.Responses?.Keys.Any(static status => status.StartsWith('4')) != true)
        {
            (operation.Responses ??= [])["400"] = await ProblemAsync(context, "Bad Request", cancellationToken);
        }
    }

    // An endpoint with several methods has one name, but operations must have unique names.
    private static void NameOnce(OpenApiOperation operation, string? method, IList<object> metadata)
    {
        if (
            operation.OperationId is { } name
            && metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods.Count: > 1 } methods
            && methods.HttpMethods[0] != method
        )
        {
            operation.OperationId = $"{name}By{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(method!.ToLowerInvariant())}";
        }
    }

    // Turns "GetDatabaseStatus" into "Get database status".
    private static string Sentence(string name)
    {
        var words = WordStart().Replace(name, " $0").Trim().ToLowerInvariant();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static async Task<OpenApiResponse> ProblemAsync(
        OpenApiOperationTransformerContext context,
        string description,
        CancellationToken cancellationToken
    )
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(ProblemSchema) != true)
        {
            document.AddComponent(
                ProblemSchema,
                await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), cancellationToken: cancellationToken)
            );
        }

        return new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) },
            },
        };
    }

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex WordStart();
}
