using Capsule.Security;

namespace Capsule.Auth.OAuth.Introspection;

/// <summary>Introspects tokens in this service itself, where the other services ask over HTTP.</summary>
internal sealed class OwnIntrospection(IServiceScopeFactory scopes) : ITokenIntrospection
{
    public bool IsAvailable => true;

    public async Task<IntrospectedToken> IntrospectAsync(string token, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TokenInspector>().InspectAsync(token, cancellationToken);
    }
}
