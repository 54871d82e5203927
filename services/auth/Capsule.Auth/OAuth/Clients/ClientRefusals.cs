using Capsule.Web;

namespace Capsule.Auth.OAuth.Clients;

/// <summary>Why a request about a client is refused.</summary>
internal static class ClientRefusals
{
    public static Refusal NotFound(Guid id) => Refusal.NotFound("client-not-found", $"There is no client {id}.");

    public static Refusal NoSecret(Guid id) => Refusal.NotFound("client-not-found", $"There is no client {id} that has a secret.");
}
