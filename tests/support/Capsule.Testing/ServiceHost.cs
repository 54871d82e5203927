using System.Net.Http.Headers;
using Capsule.Testing.Tokens;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Capsule.Testing;

/// <summary>Starts services in the test's process.</summary>
public static class ServiceHost
{
    /// <summary>The password that test databases give the API's role.</summary>
    public const string ApiPassword = "api_pass";

    /// <summary>Starts a service on a migrated database and a virtual host of its own.</summary>
    /// <typeparam name="TProgram">The service's Program.</typeparam>
    /// <param name="service">Its name, e.g. <c>auth</c>.</param>
    /// <param name="migrate">Runs its bundle against the connection string of a superuser.</param>
    /// <param name="configure">Changes settings and services.</param>
    /// <param name="listen">
    /// Whether it listens on a port of its own; else only <see cref="ServiceHost{TProgram}.Client"/> reaches it.
    /// </param>
    public static async Task<ServiceHost<TProgram>> StartAsync<TProgram>(
        string service,
        Func<string, Task> migrate,
        Action<IWebHostBuilder>? configure = null,
        bool listen = false
    )
        where TProgram : class
    {
        var database = await TestDatabase.FromBundleAsync(service, migrate);
        var broker = await TestBroker.CreateAsync();
        try
        {
            return new ServiceHost<TProgram>(
                service,
                database,
                broker,
                (await TestServers.GetAsync()).Redis,
                await TestAuthority.SharedAsync(),
                configure,
                listen
            );
        }
        catch
        {
            await database.DisposeAsync();
            await broker.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A service in the test's process, on a migrated database and a virtual host of its own, connected as the API's role.</summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
public sealed class ServiceHost<TProgram> : IAsyncDisposable
    where TProgram : class
{
    private readonly string _service;
    private readonly TestBroker _broker;
    private readonly string _redis;
    private readonly TestAuthority _authority;
    private readonly WebApplicationFactory<TProgram> _factory;
    private readonly OwnAddresses? _addresses;
    private readonly bool _listens;
    private readonly bool _ownsFactory = true;
    private bool _ownsServers = true;

    internal ServiceHost(
        string service,
        TestDatabase database,
        TestBroker broker,
        string redis,
        TestAuthority authority,
        Action<IWebHostBuilder>? configure,
        bool listen,
        string? share = null
    )
    {
        Database = database;
        (Share, _addresses) = (share, share is null ? null : new OwnAddresses(share));
        (_service, _broker, _redis, _authority) = (service, broker, redis, authority);
        _factory = new StartedFactory<TProgram>().WithWebHostBuilder(host =>
        {
            host.UseSetting(
                    "ConnectionStrings:" + service + "-db",
                    database.ConnectionStringFor($"{service}_user", ServiceHost.ApiPassword) + ";Maximum Pool Size=10"
                )
                .UseSetting("ConnectionStrings:messaging", broker.Uri.AbsoluteUri)
                .UseSetting("ConnectionStrings:redis", redis)
                .UseSetting("Authentication:Authority", authority.Address)
                .UseSetting("Authentication:Issuer", TestAuthority.Issuer)
                .UseSetting($"{service.ToUpperInvariant()}_DB_POOL_MIN", "0");
            if (listen)
            {
                host.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
            }

            configure?.Invoke(host);
        });

        // The factory's clients of a service that listens follow redirects whatever they are told.
        _listens = listen;
        if (listen)
        {
            _factory.UseKestrel();
        }

        Client = NewClient(bare: false);
    }

    private ServiceHost(ServiceHost<TProgram> running, string share)
    {
        (_service, Database, _broker, _redis, _authority, _factory, _listens) = (
            running._service,
            running.Database,
            running._broker,
            running._redis,
            running._authority,
            running._factory,
            running._listens
        );
        (_ownsFactory, _ownsServers, Share, _addresses) = (false, false, share, new OwnAddresses(share));
        lock (_factory)
        {
            Client = NewClient(bare: false);
        }
    }

    /// <summary>Speaks to the service.</summary>
    public HttpClient Client { get; }

    /// <summary>Tells this one of several that share a service from the others; null when the test has it alone.</summary>
    public string? Share { get; }

    /// <summary>The service's database, as its superuser.</summary>
    public TestDatabase Database { get; }

    /// <summary>Another client, which follows no redirects and keeps no cookies.</summary>
    public HttpClient CreateBareClient() => NewClient(bare: true);

    /// <summary>The address as this test has it: itself, or one of its own where tests share the service.</summary>
    public string AddressOf(string email) => _addresses?.Of(email) ?? email;

    /// <summary>Starts the service once more, on the same database and virtual host; dispose it first.</summary>
    public ServiceHost<TProgram> StartReplica(Action<IWebHostBuilder>? configure = null) =>
        new(_service, Database, _broker, _redis, _authority, configure, listen: false, Share) { _ownsServers = false };

    /// <summary>The same running service, with a client of its own; to dispose it leaves the service running.</summary>
    /// <param name="share">Whose addresses it has; null for addresses of its own.</param>
    public ServiceHost<TProgram> Shared(string? share = null) => new(this, share ?? Guid.NewGuid().ToString("n"));

    /// <summary>From here on <see cref="Client"/> calls with a token of the user, which allows this.</summary>
    public void CallAs(Guid user, params string[] scopes) =>
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _authority.TokenOf(user, scopes));

    /// <summary>Runs code with services of a scope of its own.</summary>
    public async Task InScopeAsync(Func<IServiceProvider, Task> action)
    {
        await using var scope = _factory.Services.CreateAsyncScope();
        await action(scope.ServiceProvider);
    }

    /// <summary>Asks the database as its superuser.</summary>
    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var command = CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Changes the database as its superuser.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A command as the database's superuser, to whom the setting <c>test.share</c> says which test asks.</summary>
    public NpgsqlCommand CreateCommand(string sql) =>
        Database.Source.CreateCommand(Share is null ? sql : $"set test.share = '{Share}'; {sql}");

    private HttpClient NewClient(bool bare)
    {
        _ = _factory.Services; // Starts the service, after which the options have its address.
        var options = _factory.ClientOptions;
        if (bare && _listens)
        {
            // The factory's clients follow redirects where the service listens.
            var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
            return new HttpClient(Share is null ? handler : new OwnAddresses(Share) { InnerHandler = handler })
            {
                BaseAddress = options.BaseAddress,
            };
        }

        List<DelegatingHandler> handlers = bare
            ? []
            : [new RedirectHandler(options.MaxAutomaticRedirections), new CookieContainerHandler()];
        if (Share is not null)
        {
            handlers.Insert(0, new OwnAddresses(Share));
        }

        return _factory.CreateDefaultClient(options.BaseAddress, [.. handlers]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_ownsFactory)
        {
            await _factory.DisposeAsync();
        }

        if (_ownsServers)
        {
            await Database.DisposeAsync();
            await _broker.DisposeAsync();
        }
    }
}
