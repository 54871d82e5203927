namespace Aspire.Hosting.Embedded;

/// <summary>Keeps what each instance of this run writes in a file of its own, for when there is no dashboard to read it in.</summary>
internal sealed class LogFiles(RunContext context)
{
    /// <summary>The folder of the files.</summary>
    internal string Folder { get; } = Path.Combine(context.Options.DataRoot, "logs");

    /// <summary>Follows the instances' logs; a file begins anew with each run.</summary>
    internal void Follow(IEnumerable<string> ids)
    {
        Directory.CreateDirectory(Folder);
        foreach (var id in ids)
        {
            _ = FollowAsync(id);
        }
    }

    private async Task FollowAsync(string id)
    {
        await using var file = new StreamWriter(Path.Combine(Folder, id + ".log")) { AutoFlush = false };
        await foreach (var lines in context.Loggers.WatchAsync(id))
        {
            foreach (var line in lines)
            {
                await file.WriteLineAsync(line.Content);
            }

            await file.FlushAsync();
        }
    }
}
