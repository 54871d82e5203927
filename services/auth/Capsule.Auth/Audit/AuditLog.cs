using System.Text.Json;
using Capsule.Auth.Web;
using Capsule.Security;

namespace Capsule.Auth.Audit;

/// <summary>
/// Records events that matter for security in the transaction of the change that they describe, so that both or neither commit. A
/// handwritten statement may add the row itself (<c>RefreshTokenTable</c> is an example).
/// </summary>
internal sealed class AuditLog(AuthDbContext database, IHttpContextAccessor requests)
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    /// <summary>
    /// Adds an event to the next <c>SaveChanges</c>. Address and user agent are those of the request, and so are actor and session unless
    /// given.
    /// </summary>
    /// <param name="name">One of <see cref="AuditEvents"/>.</param>
    /// <param name="target">Whom or what it happened to.</param>
    /// <param name="data">Further details, without secrets.</param>
    /// <param name="actor">Who did it, if the request has no access token that names the actor.</param>
    /// <param name="session">The session that it happened to, if it is not that of the request.</param>
    public void Add(string name, Guid? target = null, object? data = null, Guid? actor = null, Guid? session = null)
    {
        if (!AuditEvents.All.Contains(name))
        {
            throw new ArgumentException($"'{name}' is not in AuditEvents.All.", nameof(name));
        }

        var request = requests.HttpContext;
        var caller = request?.User is { Identity.IsAuthenticated: true } user ? user : null;
        database
            .Set<PendingAuditEvent>()
            .Add(
                new PendingAuditEvent
                {
                    Event = name,
                    ActorId = actor ?? caller?.ActorId(),
                    TargetId = target,
                    SessionId = session ?? caller?.SessionId(),
                    Address = request is null ? null : Caller.Address(request),
                    UserAgent = request is null ? null : Caller.Device(request),
                    Data = data is null ? Nothing : JsonSerializer.SerializeToElement(data, JsonSerializerOptions.Web),
                }
            );
    }
}
