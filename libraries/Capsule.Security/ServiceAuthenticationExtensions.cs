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
    private const long LargestDocument = 1024 * 1024;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // An unknown key is looked up at once, but tokens with invented keys must not flood the authority.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AutomaticRefreshInterval = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Accepts access tokens (RFC 9068) of the authority in section <c>Authentication</c>: ES256 or RS256, by the key that they name, for
    /// this audience. Endpoints declare what they require (<c>RequireScope</c>, <c>RequireAuthorization</c>); the others stay open. While
    /// the authority's keys are not known, a request with a token gets 503; known keys stay in use while it is away. API keys are accepted
    /// where section <c>Authentication:Introspection</c> says how to ask about them.
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
        services.AddSingleton<AskedSessions>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<ApiKeyAuthentication>();
        services.AddHostedService(static provider => provider.GetRequiredService<EndedSessions>());

        // By a factory, because services without Redis register it as well.
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

    /// <summary>Runs after the error handling, which answers whatever fails here.</summary>
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

    // The manager that the options would make has no validator: an authority that publishes no keys for a moment would remove all known
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
        services.AddSingleton<TokenQuestions>();
        services.AddQuickClient(RemoteIntrospection.ClientName);
    }

    /// <summary>
    /// Has a short timeout, because requests wait for its answer, and no retries: <see cref="AuthorityKeys"/> and
    /// <see cref="TokenQuestions"/> retry.
    /// </summary>
    private static void AddQuickClient(this IServiceCollection services, string name)
    {
        var client = services.AddHttpClient(
            name,
            static client =>
            {
                client.MaxResponseContentBufferSize = LargestDocument;
                client.Timeout = AnswerTimeout;
            }
        );
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
