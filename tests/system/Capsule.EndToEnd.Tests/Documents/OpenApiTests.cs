using System.Text.Json.Nodes;
using Capsule.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;

namespace Capsule.EndToEnd.Tests.Documents;

/// <summary>The OpenAPI documents before the tools with which people check them and make clients of them.</summary>
public sealed class OpenApiTests(PublishedDocuments documents) : IClassFixture<PublishedDocuments>
{
    // The next release of Redocly's needs a newer Node than Debian has.
    private static readonly string[] Packages = ["@redocly/cli@2.77.0", "openapi-typescript@7.13.0", "typescript@5.9.3"];

    [Fact]
    public async Task All_documents_pass_Redoclys_recommended_rules()
    {
        var node = await NodeAsync();

        var problems = await Task.WhenAll(
            documents.Files.Values.Select(async file =>
            {
                var (_, output, errors) = await node.RunAsync(
                    "node_modules/@redocly/cli/bin/cli.js",
                    "lint",
                    file,
                    "--extends",
                    "recommended",
                    "--format",
                    "json"
                );
                Assert.True(output.Length > 0, errors);
                return JsonNode.Parse(output)!["problems"]!.AsArray().Where(problem => !IsRedirect(problem!)).Select(Describe).ToList();
            })
        );

        Assert.Empty(problems.SelectMany(found => found));
    }

    [Fact]
    public async Task TypeScript_compiles_what_openapi_typescript_makes_of_all_documents()
    {
        var node = await NodeAsync();

        var types = await Task.WhenAll(
            documents.Files.Values.Select(async file =>
            {
                var (code, output, errors) = await node.RunAsync(
                    "node_modules/openapi-typescript/bin/cli.js",
                    file,
                    "--output",
                    $"{file}.ts"
                );
                Assert.True(code == 0, output + errors);
                return $"{file}.ts";
            })
        );
        var compiled = await node.RunAsync("node_modules/typescript/bin/tsc", ["--noEmit", "--strict", .. types]);

        Assert.True(compiled.ExitCode == 0, compiled.Output + compiled.Errors);
    }

    [Fact]
    public async Task CSharp_compiles_the_clients_that_NSwag_makes_of_all_documents()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))
            .ToList();
        var sources = await Task.WhenAll(
            documents.Files.Select(async document => CSharpSyntaxTree.ParseText(await ClientAsync(document.Key, document.Value)))
        );

        var compilation = CSharpCompilation.Create(
            "clients",
            sources,
            platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );

        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.All(documents.Files.Keys, service => Assert.NotNull(compilation.GetTypeByMetadataName($"Clients.{service}.Client")));
    }

    [Fact]
    public void No_document_repeats_the_Host_header() =>
        Assert.All(
            Parsed(),
            document =>
            {
                Assert.DoesNotContain("forged.example.com", document.ToJsonString(), StringComparison.Ordinal);
                Assert.Equal("""[{"url":"/"}]""", document["servers"]!.ToJsonString());
            }
        );

    [Fact]
    public void Operations_with_a_token_say_how_they_refuse_one()
    {
        var secured = Parsed().SelectMany(Operations).Where(operation => operation["security"]!.AsArray().Count > 0).ToList();

        Assert.NotEmpty(secured);
        Assert.All(
            secured,
            operation =>
                Assert.All(
                    ["401", "403"],
                    status =>
                        Assert.Equal(
                            "#/components/schemas/ProblemDetails",
                            operation["responses"]![status]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>()
                        )
                )
        );
    }

    [Fact]
    public void Operations_that_honour_an_Idempotency_Key_say_so_and_how_they_refuse_one()
    {
        var honouring = Parsed()
            .SelectMany(Operations)
            .Where(operation =>
                operation["parameters"]?.AsArray().Any(parameter => parameter!["name"]!.GetValue<string>() == "Idempotency-Key") == true
            )
            .ToList();

        Assert.Contains(honouring, operation => operation["operationId"]!.GetValue<string>() == "RegisterUser");
        Assert.All(
            honouring,
            operation =>
            {
                Assert.All(["400", "409", "422"], status => Assert.NotNull(operation["responses"]![status]));
                Assert.Equal(
                    """{"maxLength":200,"minLength":1,"type":"string"}""",
                    operation["parameters"]!.AsArray().Single(parameter => parameter!["name"]!.GetValue<string>() == "Idempotency-Key")![
                        "schema"
                    ]!.ToJsonString()
                );
            }
        );
    }

    private static async Task<NodePackages> NodeAsync()
    {
        var node = await NodePackages.InstallAsync(Packages);
        Assert.SkipWhen(node.Missing is not null, node.Missing ?? "");
        return node;
    }

    private static async Task<string> ClientAsync(string service, string file)
    {
        var settings = new CSharpClientGeneratorSettings { ClassName = "Client" };
        settings.CSharpGeneratorSettings.Namespace = $"Clients.{service}";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        return new CSharpClientGenerator(await NSwag.OpenApiDocument.FromFileAsync(file), settings).GenerateFile();
    }

    private IEnumerable<JsonObject> Parsed() => documents.Files.Values.Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject());

    private static IEnumerable<JsonObject> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => operation.Value!.AsObject()));

    // A step of a sign-in at another provider answers nothing else than where to go next.
    private bool IsRedirect(JsonNode problem) =>
        problem["ruleId"]!.GetValue<string>() == "operation-2xx-response"
        && Parsed().Any(document => At(document, problem["location"]![0]!["pointer"]!.GetValue<string>())?["302"] is not null);

    // RFC 6901.
    private static JsonNode? At(JsonNode document, string pointer) =>
        pointer
            .Split('/')
            .Skip(1)
            .Aggregate<string, JsonNode?>(
                document,
                (node, name) => node?[name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]
            );

    private static string Describe(JsonNode? problem) =>
        $"{problem!["ruleId"]} {problem["location"]![0]!["source"]?["ref"]} {problem["location"]![0]!["pointer"]}: {problem["message"]}";
}
