using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Capsule.Data.Tests.Sql.Scripts.Psql;

/// <summary>Tells what psql sends for scripts: it runs on a <see cref="RecordingServer"/>.</summary>
internal static class PsqlProgram
{
    // A statement that no script has.
    private const string Marker = "select 'the end of the script'";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "psql"))
        .FirstOrDefault(File.Exists);

    /// <summary>Why psql cannot be asked; null where it can.</summary>
    public static string? Missing => Program is null ? "There is no psql (Debian: postgresql-client) to compare with." : null;

    /// <summary>Returns the queries that psql sends for each script, one after the other in one session.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> SendAsync(IReadOnlyList<string> scripts)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var folder = Directory.CreateTempSubdirectory("capsule-tests-psql-");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var queries = RecordingServer.RecordAsync(listener, deadline.Token);
        using var psql = Start(((IPEndPoint)listener.LocalEndpoint).Port, await FilesAsync(folder.FullName, scripts));
        var output = Task.WhenAll(psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        await Task.WhenAll(queries, output, psql.WaitForExitAsync(deadline.Token));
        folder.Delete(recursive: true);

        var sent = ByScript(await queries);
        Assert.True(sent.Count == scripts.Count, string.Concat(await output));
        return sent;
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(string folder, IReadOnlyList<string> scripts)
    {
        var arguments = new List<string>();
        for (var i = 0; i < scripts.Count; i++)
        {
            var file = Path.Combine(folder, $"{i}.sql");
            await File.WriteAllTextAsync(file, scripts[i]);
            arguments.AddRange(["-f", file, "-c", Marker]);
        }

        return arguments;
    }

    private static Process Start(int port, IReadOnlyList<string> files)
    {
        string[] arguments = ["-X", "-q", "-h", "127.0.0.1", "-p", $"{port}", "-U", "nobody", "-d", "nothing", .. files];
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGSSLMODE"] = "disable";
        start.Environment["PGGSSENCMODE"] = "disable";
        start.Environment["PGCLIENTENCODING"] = "UTF8";
        return Process.Start(start)!;
    }

    private static List<IReadOnlyList<string>> ByScript(IReadOnlyList<string> queries)
    {
        var scripts = new List<IReadOnlyList<string>>();
        var current = new List<string>();
        foreach (var query in queries)
        {
            if (query == Marker)
            {
                scripts.Add(current);
                current = [];
            }
            else
            {
                current.Add(query);
            }
        }

        return scripts;
    }
}
