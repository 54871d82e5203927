using Capsule.Security;

namespace Capsule.Auth.OAuth.Introspection;

/// <summary>Lets this service ask itself about tokens, where others ask over HTTP.</summary>
internal sealed class OwnIntrospection(IServiceScopeFactory scopes) : ITokenIntrospection
{
    public bool IsAvailable => true;

    public async Task<IntrospectedToken> IntrospectAsync(string token, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TokenInspector>().InspectAsync(token, cancellationToken);
    }
}
