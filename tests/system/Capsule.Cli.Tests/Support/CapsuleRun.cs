using System.Text.Json;

namespace Capsule.Cli.Tests;

/// <summary>A command line of <c>capsule</c>, run in this process, and what it said.</summary>
internal sealed record CapsuleRun(int Code, string Output, string Error)
{
    /// <summary>Its one document.</summary>
    public JsonElement Document => JsonSerializer.Deserialize<JsonElement>(Output);

    /// <summary>The lines of its tables, with a bar between the cells.</summary>
    public string[] Lines =>
        [
            .. Output
                .Split('\n')
                .Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
        ];

    /// <summary>Of the document: what it says of one service.</summary>
    public JsonElement Service(string name) =>
        Document.GetProperty("services").EnumerateArray().Single(service => service.GetProperty("service").GetString() == name);

    /// <summary>Runs it in <paramref name="folder"/> with nothing but these variables and, unless it is one of them, the path.</summary>
    public static Task<CapsuleRun> InAsync(string folder, IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        InAsync(folder, variables, static host => host, arguments);

    /// <summary>Likewise, in a host that is changed in some way.</summary>
    public static async Task<CapsuleRun> InAsync(
        string folder,
        IReadOnlyDictionary<string, string> variables,
        Func<CliHost, CliHost> change,
        params string[] arguments
    )
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var host = new CliHost
        {
            Environment = variables
                .Append(new("PATH", Environment.GetEnvironmentVariable("PATH")!))
                .DistinctBy(variable => variable.Key)
                .ToDictionary(),
            Folder = folder,
            Output = output,
            Error = TextWriter.Synchronized(error),
        };
        var code = await new CapsuleCommandLine(change(host)).RunAsync(arguments);
        return new CapsuleRun(code, output.ToString(), error.ToString());
    }
}
