using Capsule.Auth.Cleanup;
using Capsule.Auth.Keys;
using Capsule.Auth.OAuth.Answers;
using Capsule.Auth.OAuth.Endpoints;
using Capsule.Auth.OAuth.Forms;
using Capsule.Auth.OAuth.Grants;
using Capsule.Auth.OAuth.Issuing;
using Capsule.Auth.OAuth.Pages;
using Capsule.Auth.OAuth.Store;
using Capsule.Auth.OAuth.Validation;
using Capsule.Auth.Sessions.Revocation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Capsule.Auth.OAuth;

/// <summary>Registers OpenIddict and the handlers that replace or extend its own.</summary>
internal static class ProtocolExtensions
{
    public static IServiceCollection AddProtocol(this IServiceCollection services)
    {
        services.AddSingleton<ILogger<OpenIddictServerDispatcher>, QuietLogger>();

        // OpenIddict's warnings repeat input of unknown callers, including line breaks. The audit log records refusals.
        services.AddLogging(static logging => logging.AddFilter("OpenIddict.Core", LogLevel.Error));
        services
            .AddOpenIddict()
            .AddCore(static core =>
                core.ReplaceApplicationManager<OAuthApplication, OAuthApplicationManager>()
                    .ReplaceTokenManager<OAuthToken, OAuthTokenManager>()
                    .UseEntityFrameworkCore()
                    .UseDbContext<AuthDbContext>()
                    .ReplaceDefaultEntities<OAuthApplication, OAuthAuthorization, OAuthScope, OAuthToken, Guid>()
            )
            .AddServer(static server =>
            {
                server.AddEndpoints().AllowGrants().AddHandlers();

                // A proxy may terminate TLS, so the scheme of a request can be http. The configured issuer is the address that clients use.
                server
                    .UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .EnableEndUserVerificationEndpointPassthrough()
                    .EnableErrorPassthrough()
                    .SuppressJsonResponseIndentation()
                    .DisableTransportSecurityRequirement()
                    .SetRealm(OAuthErrors.Realm);
            });
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(static provider =>
            provider.GetRequiredService<KeyRing>()
        );
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, ServerConfiguration>();
        services.AddSingleton<IAuthenticationSchemeProvider, EndpointSchemes>();
        services.AddSingleton<RefreshTokenReferences>();
        return services
            .AddScoped<FamilyTable>()
            .AddScoped<IUserGrants>(static provider => provider.GetRequiredService<FamilyTable>())
            .AddScoped<SignedInUserTable>()
            .AddScoped<GrantAccess>()
            .AddScoped<RevokeOwnToken>()
            .AddScoped<EndGrant>()
            .AddScoped<ICleanup, ExpiredGrants>()
            .AddPages();
    }

    private static OpenIddictServerBuilder AddEndpoints(this OpenIddictServerBuilder server) =>
        server
            .SetConfigurationEndpointUris(ProtocolPaths.Discovery, ProtocolPaths.Metadata)
            .SetJsonWebKeySetEndpointUris(ProtocolPaths.Keys)
            .SetAuthorizationEndpointUris(ProtocolPaths.Authorize)
            .SetPushedAuthorizationEndpointUris(ProtocolPaths.PushedAuthorization)
            .SetTokenEndpointUris(ProtocolPaths.Token)
            .SetIntrospectionEndpointUris(ProtocolPaths.Introspect)
            .SetRevocationEndpointUris(ProtocolPaths.Revoke)
            .SetEndSessionEndpointUris(ProtocolPaths.EndSession)
            .SetDeviceAuthorizationEndpointUris(ProtocolPaths.DeviceAuthorization)
            .SetEndUserVerificationEndpointUris(ProtocolPaths.Device);

    private static OpenIddictServerBuilder AllowGrants(this OpenIddictServerBuilder server) =>
        server
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow()
            .AllowDeviceAuthorizationFlow()
            .RequireProofKeyForCodeExchange()
            .DisableAccessTokenEncryption()
            .UseReferenceRefreshTokens()
            .RegisterClaims("sub", "name", "zoneinfo", "locale", "email", "email_verified", "sid", "auth_time", "amr");

    private static void AddHandlers(this OpenIddictServerBuilder server)
    {
        server.ReplaceValidation();
        server.AddRequestValidation();
        server.AddIssuing();
        server.AddAnswers();
    }

    private static void ReplaceValidation(this OpenIddictServerBuilder server)
    {
        // CheckResources validates resources against the client's row, so OpenIddict needs no list of all resources.
        server.Configure(static options => options.DisableResourceValidation = true);

        server
            .ReplaceHandler<ValidateAuthorizationRequestContext, CheckScopes>(Authentication.ValidateScopePermissions.Descriptor)
            .ReplaceHandler<ValidatePushedAuthorizationRequestContext, CheckScopes>(
                Authentication.ValidatePushedScopePermissions.Descriptor
            )
            .ReplaceHandler<ValidateDeviceAuthorizationRequestContext, CheckScopes>(Device.ValidateScopePermissions.Descriptor)
            .ReplaceHandler<ValidateTokenRequestContext, CheckScopes>(Exchange.ValidateScopePermissions.Descriptor)
            .ReplaceHandler<ValidateAuthorizationRequestContext, CheckResources>(Authentication.ValidateResourcePermissions.Descriptor)
            .ReplaceHandler<ValidatePushedAuthorizationRequestContext, CheckResources>(
                Authentication.ValidatePushedResourcePermissions.Descriptor
            )
            .ReplaceHandler<ValidateTokenRequestContext, CheckResources>(Exchange.ValidateResourcePermissions.Descriptor)
            .ReplaceHandler<HandleRevocationRequestContext, RevokePresented>(Revocation.RevokeToken.Descriptor)
            .RemoveEventHandler(OpenIddictServerHandlers.Introspection.ValidateAuthorizedParty.Descriptor);
    }

    private static void AddRequestValidation(this OpenIddictServerBuilder server) =>
        server
            .AddHandler<ValidateAuthorizationRequestContext, CheckParameters>(
                Authentication.ValidateProofKeyForCodeExchangeParameters.Descriptor.Order + 1
            )
            .AddHandler<ValidateEndSessionRequestContext, CheckParameters>(int.MinValue + 1)
            .AddHandler<ValidatePushedAuthorizationRequestContext, CheckParameters>(
                Authentication.ValidatePushedProofKeyForCodeExchangeParameters.Descriptor.Order + 1
            )
            .AddHandler<ValidateTokenRequestContext, CheckParameters>(
                Exchange.ValidateProofKeyForCodeExchangeParameters.Descriptor.Order + 1
            )
            .AddHandler<ValidateTokenContext, AcceptAssertion>(Protection.ResolveTokenValidationParameters.Descriptor.Order + 1)
            .AddHandler<ValidateTokenContext, InspectToken>(Protection.ValidateReferenceTokenIdentifier.Descriptor.Order - 1)
            .AddHandler<ValidateTokenContext, LockFamily>(Protection.ValidateTokenEntry.Descriptor.Order - 1)
            .AddHandler<HandleIntrospectionRequestContext, InspectToken>(
                OpenIddictServerHandlers.Introspection.AttachApplicationClaims.Descriptor.Order + 1
            );

    private static void AddIssuing(this OpenIddictServerBuilder server) =>
        server
            .AddHandler<HandleTokenRequestContext, ClientCredentials>(Exchange.AttachPrincipal.Descriptor.Order + 1)
            .AddHandler<HandleTokenRequestContext, ContinueGrant>(Exchange.AttachPrincipal.Descriptor.Order + 2)
            .AddHandler<ProcessSignInContext, AllowRefresh>(EvaluateGeneratedTokens.Descriptor.Order + 1)
            .AddHandler<ProcessSignInContext, CutScopes>(PrepareAccessTokenPrincipal.Descriptor.Order + 1)
            .AddHandler<ProcessSignInContext, NameScopes>(AttachSignInParameters.Descriptor.Order + 1)
            .AddHandler<GenerateTokenContext, WriteAccessToken>(Protection.AttachSecurityCredentials.Descriptor.Order + 1)
            .AddHandler<GenerateTokenContext, SignIdToken>(Protection.AttachSecurityCredentials.Descriptor.Order + 2)
            .AddHandler<GenerateTokenContext, FindSuccessor>(Protection.AttachSecurityCredentials.Descriptor.Order + 3)
            .AddHandler<GenerateTokenContext, NameIssuer>(Protection.AttachTokenMetadata.Descriptor.Order + 1)
            .AddHandler<GenerateTokenContext, IssueSuccessor>(Protection.GenerateIdentityModelToken.Descriptor.Order + 1);

    private static void AddAnswers(this OpenIddictServerBuilder server)
    {
        const int First = int.MinValue + 1;
        server
            .AddHandler<ProcessErrorContext, ClientErrors>(First)
            .AddHandler<ApplyTokenResponseContext, ReleaseFamily>(First)
            .AddHandler<ApplyTokenResponseContext, NoteRefusedClient>(First + 1)
            .AddHandler<ApplyRevocationResponseContext, NoteRefusedClient>(First)
            .AddHandler<ApplyPushedAuthorizationResponseContext, NoteRefusedClient>(First)
            .AddHandler<ApplyIntrospectionResponseContext, InspectToken>(
                OpenIddictServerHandlers.Introspection.NormalizeErrorResponse.Descriptor.Order + 1
            )
            .AddHandler<ApplyIntrospectionResponseContext, ForbidIntrospection>(AfterStatus)
            .AddHandler<ApplyConfigurationResponseContext, NameEndpoints>(First)
            .AddHandler<ApplyDeviceAuthorizationResponseContext, NameEndpoints>(First)
            .AddHandler<ApplyAuthorizationResponseContext, RedirectErrors>(Authentication.InferResponseMode.Descriptor.Order + 1)
            .AddHandler<ApplyAuthorizationResponseContext, NameIssuerInRedirect>(Authentication.AttachIssuer.Descriptor.Order + 1)
            .AddHandler<ApplyAuthorizationResponseContext, AnswerInJson>(BeforeRedirect);
    }

    // The order of OpenIddict's handlers that set the status is 100,000; that of the first one that redirects is 250,000.
    private const int AfterStatus = 100_001;
    private const int BeforeRedirect = 249_999;

    private static OpenIddictServerBuilder ReplaceHandler<TContext, THandler>(
        this OpenIddictServerBuilder server,
        OpenIddictServerHandlerDescriptor replaced
    )
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.RemoveEventHandler(replaced).AddHandler<TContext, THandler>(replaced.Order);

    private static OpenIddictServerBuilder AddHandler<TContext, THandler>(this OpenIddictServerBuilder server, int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        server.AddEventHandler<TContext>(handler => handler.UseScopedHandler<THandler>().SetOrder(order));
}
