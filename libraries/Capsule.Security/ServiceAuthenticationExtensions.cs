using Capsule.Data;
using Capsule.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers the validation of access tokens.</summary>
public static class ServiceAuthenticationExtensions
{
    private const string AuthorityClient = "authority";
    private const long MaxDocumentSize = 1024 * 1024;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // An unknown key triggers a refresh at once, but tokens with invented key ids must not flood the authority with requests.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AutomaticRefreshInterval = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Accepts access tokens (RFC 9068) of the authority in section <c>Authentication</c>: signed with ES256 or RS256 by the key that the
    /// token names, for this audience. Endpoints declare their requirements (<c>RequireScope</c>, <c>RequireAuthorization</c>); all others
    /// stay open. While the authority's keys are not known, requests with a token get 503; known keys stay in use while the authority is
    /// down. API keys are accepted if section <c>Authentication:Introspection</c> is set.
    /// </summary>
    public static TBuilder AddServiceAuthentication<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<ServiceAuthenticationOptions>().BindConfiguration(ServiceAuthenticationOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ServiceAuthenticationOptions>, ServiceAuthenticationOptionsValidation>()
        );
        services.AddQuickClient(AuthorityClient);
        services.AddIntrospection();
        services.AddSingleton<AuthorityKeys>();
        services.AddSingleton<IntrospectedSessions>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<ApiKeyAuthentication>();
        services.AddHostedService(static provider => provider.GetRequiredService<EndedSessions>());

        // A factory creates the instance, because services without Redis register it as well.
        services.AddSingleton<ISessionRevocations>(static provider => new RedisSessionRevocations(
            provider.GetRequiredService<RedisConnection>()
        ));
        services.AddSingleton<BearerProblems>();
        services.AddHostedService<AuthorityKeysStart>();
        services.AddAuthorization();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAuthorizationHandler, RecentAuthenticationHandler>());
        services.AddOpenApi(static document => document.AddDocumentTransformer<BearerSecurity>().AddOperationTransformer<BearerSecurity>());
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<ServiceAuthenticationOptions>, IHttpClientFactory, BearerProblems, IHostEnvironment>(Configure);

        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).PostConfigure<TimeProvider>(Remember);
        return builder;
    }

    /// <summary>Adds the middleware after the error handling, so that its failures become problems.</summary>
    internal static void UseServiceAuthentication(this WebApplication app)
    {
        if (app.Services.GetService<AuthorityKeys>() is not null)
        {
            app.UseAuthentication();
            app.UseAuthorization();
        }
    }

    private static void Configure(
        JwtBearerOptions bearer,
        IOptions<ServiceAuthenticationOptions> settings,
        IHttpClientFactory clients,
        BearerProblems problems,
        IHostEnvironment environment
    )
    {
        bearer.Authority = settings.Value.Authority;
        bearer.Audience = settings.Value.Audience;
        bearer.RequireHttpsMetadata = settings.Value.RequireHttpsMetadata ?? !environment.IsDevelopment();
        bearer.Backchannel = clients.CreateClient(AuthorityClient);
        bearer.ConfigurationManager ??= Keys(bearer);
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.Events = problems;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = settings.Value.Issuer,
            ValidAudience = settings.Value.Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256],
            ValidTypes = ["at+jwt", "application/at+jwt"],
            ClockSkew = settings.Value.ClockSkew,
            TryAllIssuerSigningKeys = false,
            NameClaimType = "sub",
            RoleClaimType = "role",
        };
    }

    // The manager that the options would create has no validator, so an authority that briefly publishes no keys would remove all known
    // keys.
    private static ConfigurationManager<OpenIdConnectConfiguration> Keys(JwtBearerOptions bearer) =>
        new(
            $"{bearer.Authority!.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(bearer.Backchannel) { RequireHttps = bearer.RequireHttpsMetadata },
            new OpenIdConnectConfigurationValidator()
        )
        {
            RefreshInterval = RefreshInterval,
            AutomaticRefreshInterval = AutomaticRefreshInterval,

            // A key that the authority has withdrawn must not stay trusted for another hour.
            UseLastKnownGoodConfiguration = false,
        };

    private static void Remember(JwtBearerOptions bearer, TimeProvider timeProvider)
    {
        for (var i = 0; i < bearer.TokenHandlers.Count; i++)
        {
            bearer.TokenHandlers[i] = new RememberedTokens(bearer.TokenHandlers[i], timeProvider);
        }
    }

    private static void AddIntrospection(this IServiceCollection services)
    {
        services.AddOptions<IntrospectionOptions>().BindConfiguration(IntrospectionOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IntrospectionOptions>, IntrospectionOptionsValidation>());
        services.TryAddSingleton<ITokenIntrospection, RemoteIntrospection>();
        services.AddSingleton<ThrottledIntrospection>();
        services.AddQuickClient(RemoteIntrospection.ClientName);
    }

    /// <summary>
    /// Adds an HTTP client with a short timeout, because requests wait for it, and without retries, because <see cref="AuthorityKeys"/> and
    /// <see cref="ThrottledIntrospection"/> decide when to try again.
    /// </summary>
    private static void AddQuickClient(this IServiceCollection services, string name)
    {
        var client = services.AddHttpClient(
            name,
            static client =>
            {
                client.MaxResponseContentBufferSize = MaxDocumentSize;
                client.Timeout = AnswerTimeout;
            }
        );
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
