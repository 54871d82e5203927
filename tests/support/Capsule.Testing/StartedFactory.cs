using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Testing;

/// <summary>
/// Starts a service as <see cref="WebApplicationFactory{TEntryPoint}"/> does, and tells why it did not start. There the service's own
/// thread starts the host while the test's asks the host's services when it has started: when the start fails fast, and the test's thread
/// is late, the host is disposed by then, and the test sees ObjectDisposedException in place of the reason. Here the start waits until the
/// test's thread has asked.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
internal sealed class StartedFactory<TProgram> : WebApplicationFactory<TProgram>
    where TProgram : class
{
    private readonly StartGate _gate = new();

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder.ConfigureTestServices(services => services.AddSingleton<IHostLifetime>(_gate));

    /// <inheritdoc/>
    protected override IHost CreateHost(IHostBuilder builder)
    {
        var host = builder.Build();
        var started = host.StartAsync(); // Has asked when it returns.
        _gate.Open();
        started.GetAwaiter().GetResult();
        return host;
    }

    /// <summary>What a host waits for before it does anything else; the one that it has otherwise listens to the keyboard.</summary>
    private sealed class StartGate : IHostLifetime
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _opened.TrySetResult();

        public Task WaitForStartAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
