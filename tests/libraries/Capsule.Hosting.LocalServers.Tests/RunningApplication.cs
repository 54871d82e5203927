using Capsule.Testing;

namespace Capsule.Hosting.LocalServers.Tests;

/// <summary>An application that runs between the tests of a class: a test that ends it starts it again.</summary>
public sealed class RunningApplication : IAsyncLifetime
{
    private const string DefaultPassword = "pass";
    private readonly StartedApplication _application = StartedApplication.New();
    private readonly List<AppHostProcess> _hosts = [];

    /// <summary>The folder of its data.</summary>
    public string Folder => _application.Folder;

    /// <summary>The password that the next start gives to PostgreSQL.</summary>
    public string Password { get; set; } = DefaultPassword;

    /// <summary>The application as it runs, started where the test before has failed to.</summary>
    public async Task<AppHostProcess> StartedAsync() => _hosts is [.., { HasExited: false } host] ? host : await StartAsync();

    /// <summary>Starts it and waits until its service has started.</summary>
    public async Task<AppHostProcess> StartAsync()
    {
        var host = Password == DefaultPassword ? _application.Start() : _application.Start($"--Password={Password}");
        _hosts.Add(host);
        await _application.WaitUntilStartedAsync(host);
        return host;
    }

    /// <summary>Asks its database.</summary>
    public Task<object?> QueryAsync(string sql) => _application.QueryAsync(sql, Password);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _application.Dispose();
    }
}
