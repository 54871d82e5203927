using Capsule.Auth.SignIn;
using Capsule.Auth.SignIn.External;
using Capsule.Auth.SignIn.Logins;

namespace Capsule.Auth;

/// <summary>Registers the area SignIn: sign-in by password and at other providers, and step-up.</summary>
internal static class SignInExtensions
{
    public static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services.AddScoped<SignInWithPassword>().AddScoped<StepUp>().AddExternalSignIn();

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPasswordSignIn();
        app.MapExternalSignIn();
        app.MapLogins();
    }
}
