using Capsule.Hosting.LocalServers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capsule.Testing.Servers;

/// <summary>The servers that all test processes of a run share: started by the first that asks, stopped when the last has ended.</summary>
internal static class SharedServers
{
    private const string User = "capsule_test";
    private const string Password = "capsule_test_pass";

    // Their data need not survive a crash of the machine.
    private static readonly string[] FastPostgres =
    [
        "-c",
        "max_connections=1000",
        "-c",
        "fsync=off",
        "-c",
        "full_page_writes=off",
        "-c",
        "shared_preload_libraries=pg_stat_statements",
    ];

    public static async Task RunAsync(string socket)
    {
        var data = Directory.CreateTempSubdirectory("capsule-tests-");
        if (!OperatingSystem.IsWindows())
        {
            data.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute; // The servers run as users of their own.
        }

        try
        {
            await RunAsync(socket, data.FullName);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string socket, string data)
    {
        // The broker first: it is the slowest.
        var rabbit = Settings("rabbitmq", data) with
        {
            ManagementPort = FreePort.Pick(),
        };
        var postgres = Settings("postgres", data) with { Arguments = FastPostgres };
        var redis = Settings("redis", data);
        await new PackageInstaller(new LocalServersOptions(), new ConsoleLogger()).EnsureAsync(
            [rabbit.Program, postgres.Program, redis.Program],
            CancellationToken.None
        );

        await using var runningRabbit = RunningServer.Start(rabbit);
        await using var runningPostgres = RunningServer.Start(postgres);
        await using var runningRedis = RunningServer.Start(redis);
        await Task.WhenAll(runningRabbit.WaitUntilReadyAsync(), runningPostgres.WaitUntilReadyAsync(), runningRedis.WaitUntilReadyAsync());

        // As a number: some resolvers try ::1 first.
        string[] addresses =
        [
            $"Host=127.0.0.1;Port={postgres.Port};Username={User};Password={Password};Database=postgres",
            $"127.0.0.1:{redis.Port},password={Password}",
            $"amqp://{User}:{Password}@127.0.0.1:{rabbit.Port}",
            $"http://127.0.0.1:{rabbit.ManagementPort}",
        ];
        await new AddressServer(socket, addresses).RunUntilUnusedAsync();
    }

    private static ServerSettings Settings(string kind, string data) =>
        new(ServerSettings.ProgramOf(kind), Path.Combine(data, kind), FreePort.Pick(), User, Password);

    /// <summary>Standard output is the log of the servers' start.</summary>
    private sealed class ConsoleLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Console.WriteLine(formatter(state, exception));
    }
}
