namespace Capsule.Auth;

/// <summary>The areas of the service, from the lowest to the highest: each uses only those before it (docs/decisions/038).</summary>
internal static class Areas
{
    public static IServiceCollection AddAreas(this IServiceCollection services, IHostEnvironment environment) =>
        services
            .AddSecrets()
            .AddCleanup()
            .AddAudit()
            .AddUsers()
            .AddEmails()
            .AddCredentials()
            .AddKeys()
            .AddTokens()
            .AddSessions()
            .AddApiKeys()
            .AddAccounts()
            .AddSignIn()
            .AddOAuth()
            .AddAdministration(environment);

    public static void MapAreas(this WebApplication app)
    {
        app.MapAudit();
        app.MapUsers();
        app.MapEmails();
        app.MapSessions();
        app.MapApiKeys();
        app.MapAccounts();
        app.MapSignIn();
        app.MapOAuth();
        app.MapAdministration();
    }
}
