using System.Text.Json;
using Capsule.Cli.Api;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;

namespace Capsule.Cli.Login;

/// <summary>The user that a credential belongs to.</summary>
/// <param name="Id">The user's identifier.</param>
/// <param name="Email">The user's e-mail address.</param>
/// <param name="Name">The user's name.</param>
internal sealed record Identity(string Id, string Email, string Name)
{
    /// <summary>Requests the identity from auth; it is null when auth refuses or does not return it.</summary>
    public static async Task<(ApiResult Answer, Identity? User)> FetchAsync(ServiceCaller caller, CancellationToken cancellationToken)
    {
        // A login has OpenID Connect scopes; the user's own session does not.
        var (path, id) = caller.Login is null ? ("/api/users/me", "id") : ("/connect/userinfo", "sub");
        using var client = new ApiClient(caller);
        var answer = await client.SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return (
            answer,
            answer.Document is { ValueKind: JsonValueKind.Object } document && Text(document, id).Length > 0
                ? new Identity(Text(document, id), Text(document, "email"), Text(document, "name"))
                : null
        );
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Email} ({Name})";

    private static string Text(JsonElement document, string name) => PrintableText.Of(AuthResponse.Text(document, name) ?? "");
}
