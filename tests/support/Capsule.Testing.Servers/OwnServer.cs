namespace Capsule.Testing.Servers;

/// <summary>A server of one test's own.</summary>
internal static class OwnServer
{
    /// <summary>Runs it until standard input ends or it ends by itself.</summary>
    public static async Task<int> RunAsync(ServerSettings settings)
    {
        await using var server = RunningServer.Start(settings);
        await server.WaitUntilReadyAsync();
        Console.WriteLine("ready");

        // In a thread of its own: reading the console cannot be cancelled.
        var ended = Task.Factory.StartNew(static () => Console.In.ReadToEnd(), TaskCreationOptions.LongRunning);
        await Task.WhenAny(ended, server.Ended);
        return 0;
    }
}
