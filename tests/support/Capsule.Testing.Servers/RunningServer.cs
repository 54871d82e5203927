using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Capsule.Testing.Servers;

/// <summary>A local server as a child of this process. Its output goes to this process's standard error.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly ServerSettings _settings;
    private readonly Process _process;

    private RunningServer(ServerSettings settings, Process process) => (_settings, _process) = (settings, process);

    /// <summary>Completes when the server has ended.</summary>
    public Task Ended => _process.WaitForExitAsync();

    public static RunningServer Start(ServerSettings settings)
    {
        var start = new ProcessStartInfo("/bin/sh", [settings.Program.Script, settings.Data, .. settings.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings.Environment())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        return new RunningServer(settings, process);
    }

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public async Task WaitUntilReadyAsync()
    {
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{_settings.Program.Title} ended with code {_process.ExitCode} before it was ready.");
            }

            await Task.Delay(PollInterval);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<bool> AnswersAsync() =>
        _settings.Program.Title == "PostgreSQL"
            ? await AnswersSqlAsync()
            : await AcceptsAsync(_settings.Port) && (_settings.ManagementPort is not { } management || await AcceptsAsync(management));

    // PostgreSQL accepts connections before it answers statements; Redis and RabbitMQ listen when they are ready.
    private async Task<bool> AnswersSqlAsync()
    {
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _settings.Port,
            Username = _settings.User,
            Password = _settings.Password,
            Database = "postgres",
            Pooling = false,
        };
        try
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
