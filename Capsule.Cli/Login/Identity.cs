using System.Text.Json;
using Capsule.Cli.Api;
using Capsule.Cli.Credentials;
using Capsule.Cli.Output;

namespace Capsule.Cli.Login;

/// <summary>Who a credential speaks for.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">Their address.</param>
/// <param name="Name">Their name.</param>
internal sealed record Identity(string Id, string Email, string Name)
{
    /// <summary>Asks auth; no identity when it refuses or does not say.</summary>
    public static async Task<(ApiAnswer Answer, Identity? User)> AskAsync(ServiceCaller caller, CancellationToken cancellationToken)
    {
        // A login has the scopes of OpenID Connect, the user's own sessions have not.
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

    private static string Text(JsonElement document, string name) => PrintableText.Of(AuthAnswer.Text(document, name) ?? "");
}
