using Capsule.Auth.Cleanup;
using Capsule.Auth.Sessions;
using Capsule.Auth.Sessions.Refresh;
using Capsule.Auth.Sessions.Revocation;
using Capsule.Workers;
using SessionOptions = Capsule.Auth.Sessions.SessionOptions;

namespace Capsule.Auth;

/// <summary>Registers the area Sessions: the sessions of users, their refresh tokens and their end.</summary>
internal static class SessionExtensions
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services
            .AddOptions<SessionOptions>()
            .BindConfiguration(SessionOptions.Section)
            .Validate(sessions => sessions.IdleLifetime > TimeSpan.Zero, "Auth:Sessions:IdleLifetime must be more than zero.")
            .Validate(
                sessions => sessions.Lifetime >= sessions.IdleLifetime,
                "Auth:Sessions:Lifetime must be at least Auth:Sessions:IdleLifetime."
            )
            .Validate(sessions => sessions.RepeatWindow >= TimeSpan.Zero, "Auth:Sessions:RepeatWindow must not be negative.")
            .Validate(
                sessions => sessions.Retention >= TimeSpan.FromDays(1),
                "Auth:Sessions:Retention must be at least a day: services have to hear of the end while access tokens are valid."
            )
            .ValidateOnStart();
        services.AddRecurringWork<RevocationAnnouncer>();
        return services
            .AddSingleton<RefreshTokens>()
            .AddScoped<SessionTable>()
            .AddScoped<RefreshTokenTable>()
            .AddScoped<RevocationTable>()
            .AddScoped<BeginSession>()
            .AddScoped<RotateRefreshToken>()
            .AddScoped<InspectRefreshToken>()
            .AddScoped<EndSession>()
            .AddScoped<ListSessions>()
            .AddScoped<ICleanup, EndedSessions>();
    }

    public static void MapSessions(this IEndpointRouteBuilder app) => SessionEndpoints.Map(app);
}
