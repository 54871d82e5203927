using System.Diagnostics;
using Capsule.Contracts.Catalogue;
using Capsule.Testing;

namespace Capsule.EndToEnd.Tests.Documents;

/// <summary>
/// The OpenAPI documents of all services, as files: each written by the service's own program, whose servers are all away.
/// </summary>
public sealed class PublishedDocuments : IAsyncLifetime
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("capsule-documents-").FullName;

    /// <summary>The files, by service.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        var files = await Task.WhenAll(ServiceCatalogue.Names.Select(async service => (service, await WriteAsync(service))));
        Files = files.ToDictionary();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<string> WriteAsync(string service)
    {
        var program = RepositoryFolder.Program($"services/{service}/Capsule.{char.ToUpperInvariant(service[0])}{service[1..]}");
        var address = $"http://127.0.0.1:{FreePort.Pick()}";
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment(service, address))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            var text = "";
            await Eventually.TrueAsync(
                async () => process.HasExited || (text = await TryReadAsync(client)).Length > 0,
                $"{service} gives its document",
                StartDeadline
            );
            Assert.True(text.Length > 0, process.HasExited ? await errors : "no document");
            var file = Path.Combine(_folder, $"{service}.json");
            await File.WriteAllTextAsync(file, text);
            return file;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    // By another name than its own, as anybody may ask.
    private static async Task<string> TryReadAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.Host = "forged.example.com";
        try
        {
            using var response = await client.SendAsync(request);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    private static Dictionary<string, string> Environment(string service, string address) =>
        new()
        {
            ["ASPNETCORE_URLS"] = address,
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            [$"ConnectionStrings__{service}-db"] = "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=p",
            ["ConnectionStrings__redis"] = "127.0.0.1:1",
            ["ConnectionStrings__messaging"] = "amqp://127.0.0.1:1",
            ["Authentication__Issuer"] = "http://localhost:1",
            ["Auth__MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["Auth__Emails__SealingKey"] = Convert.ToBase64String(new byte[32]),
            ["Logging__LogLevel__Default"] = "Critical",
        };
}
