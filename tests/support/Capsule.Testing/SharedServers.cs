using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Capsule.Testing;

/// <summary>Finds or starts the process that holds this run's servers (Capsule.Testing.Servers) and stays connected to it.</summary>
internal static class SharedServers
{
    /// <summary>Installing the servers on a machine that has none is part of it.</summary>
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);

    private static readonly string Name =
        "capsule-tests-"
        + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{RepositoryFolder.Root}|{RepositoryFolder.Configuration}|{Environment.UserName}"))
        )[..12];

    private static readonly string SocketPath = Path.Combine(Path.GetTempPath(), Name + ".sock");
    private static readonly string LockPath = Path.Combine(Path.GetTempPath(), Name + ".lock");

    // Kept for the life of the test process: a connection is what keeps the servers up.
    private static readonly List<Socket> Connections = [];

    public static async Task<ServerAddresses> ConnectAsync()
    {
        if (await TryConnectAsync() is { } running)
        {
            return running;
        }

        await using var startLock = await LockAsync();
        if (await TryConnectAsync() is { } started)
        {
            return started;
        }

        var log = Start();
        var until = TimeProvider.System.GetUtcNow() + StartDeadline;
        while (TimeProvider.System.GetUtcNow() < until)
        {
            if (await TryConnectAsync() is { } addresses)
            {
                return addresses;
            }

            if (await ExitedAsync(log))
            {
                break;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The test servers did not start:\n{await File.ReadAllTextAsync(log)}");
    }

    private static async Task<ServerAddresses?> TryConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
            using var stream = new NetworkStream(socket, ownsSocket: false);
            var addresses = (await JsonSerializer.DeserializeAsync<string[]>(stream))!;
            Connections.Add(socket);
            return new ServerAddresses(addresses[0], addresses[1], addresses[2], addresses[3]);
        }
        catch (Exception exception) when (exception is SocketException or JsonException or IOException)
        {
            socket.Dispose(); // Nobody listens, or it is just stopping.
            return null;
        }
    }

    private static async Task<FileStream> LockAsync()
    {
        while (true)
        {
            try
            {
                return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(50);
            }
        }
    }

    // In a session of its own with its own output: it outlives the test process that happened to be first.
    private static string Start()
    {
        foreach (var old in Directory.EnumerateFiles(Path.GetTempPath(), $"{Name}-*.log"))
        {
            File.Delete(old);
        }

        // A file of this start's own: servers of an earlier one that are just stopping still write to theirs.
        var log = Path.Combine(Path.GetTempPath(), $"{Name}-{Guid.NewGuid():n}.log");
        var program = RepositoryFolder.Program("tests/support/Capsule.Testing.Servers");

        // The servers' own temporary folder goes with them even when they are killed.
        const string script =
            "TMPDIR=\"$3\" setsid dotnet \"$0\" shared \"$1\" >\"$2\" 2>&1 </dev/null; echo \"exit $?\" >>\"$2\"; rm -rf \"$3\"";
        using var shell = Process.Start(
            "sh",
            ["-c", $"( {script} ) >/dev/null 2>&1 </dev/null &", program, SocketPath, log, ServerFolder.New(Name)]
        );
        shell.WaitForExit();
        return log;
    }

    private static async Task<bool> ExitedAsync(string log) =>
        File.Exists(log) && (await File.ReadAllTextAsync(log)).Split('\n').Any(line => line.StartsWith("exit ", StringComparison.Ordinal));
}
