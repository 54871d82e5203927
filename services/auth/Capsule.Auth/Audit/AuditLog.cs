using System.Text.Json;
using Capsule.Auth.Web;
using Capsule.Security;

namespace Capsule.Auth.Audit;

/// <summary>
/// Records what is of importance to security: in the transaction of what it is about, so that neither is there without the other. Where a
/// statement by hand does the work, it adds the row itself (<c>RotateRefreshToken</c> is an example).
/// </summary>
internal sealed class AuditLog(AuthDbContext database, IHttpContextAccessor requests)
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    /// <summary>
    /// Adds an event to the next <c>SaveChanges</c>; address, user agent, and unless given actor and session are those of the request.
    /// </summary>
    /// <param name="name">One of <see cref="AuditEvents"/>.</param>
    /// <param name="target">Whom or what it happened to.</param>
    /// <param name="data">What else there is to say; no secret.</param>
    /// <param name="actor">Who did it, where the request has no token that says so.</param>
    /// <param name="session">The session that it happened to, where it is not that of the request.</param>
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
