using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>
/// Fetches the authority's keys in the background, so that requests need not wait for them. The fetch starts after the service listens,
/// because the service may be its own authority.
/// </summary>
internal sealed class AuthorityKeysStart(AuthorityKeys keys, IOptionsMonitor<JwtBearerOptions> bearer) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager is { } manager)
        {
            _ = keys.AreKnownAsync(manager, CancellationToken.None).AsTask();
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
