using Capsule.Auth.Audit;
using Capsule.Auth.Tokens;
using Microsoft.EntityFrameworkCore;

namespace Capsule.Auth.Clients;

/// <summary>Finds out which client asks: by its secret, or of a public one by its name.</summary>
internal sealed class ClientAuthentication(AuthDbContext database, AuditLog audit, TimeProvider time)
{
    /// <summary>Returns the client, null when the request names none, or the answer to one that is not who it says. One that names none, as most refreshes, needs no more than that.</summary>
    public static async Task<(Client? Client, IResult? Refusal)> ReadAsync(HttpContext context, OAuthForm form, CancellationToken cancellation)
    {
        var (presented, malformed) = PresentedClient.Read(context.Request, form);
        if (malformed)
        {
            return (null, OAuthErrors.InvalidClient(context.Response, "The header must be Basic with client_id and client_secret, or both be in the form."));
        }

        return presented is null
            ? (null, null)
            : await context.RequestServices.GetRequiredService<ClientAuthentication>().CheckAsync(context, presented, note: true, cancellation);
    }

    /// <summary>Checks what a client presents.</summary>
    /// <param name="context">The request.</param>
    /// <param name="presented">Who it says that it is.</param>
    /// <param name="note">Whether one that is not is for the audit log.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<(Client? Client, IResult? Refusal)> CheckAsync(
        HttpContext context, PresentedClient presented, bool note, CancellationToken cancellation)
    {
        // Relies on pk_clients.
        var client = Guid.TryParseExact(presented.Id, "D", out var id)
            ? await database.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellation)
            : null;
        var isRight = ClientSecret.IsRight(client, presented.Secret ?? "", time.GetUtcNow());
        if (client is { SecretHash: null } ? presented.Secret is null : isRight)
        {
            return (client, null);
        }

        await NoteAsync(note ? client : null, cancellation);
        return (null, OAuthErrors.InvalidClient(context.Response, "client_id names no client, or client_secret is another."));
    }

    // Of clients that there are: made-up ones are no event, and would be a flood.
    private async Task NoteAsync(Client? client, CancellationToken cancellation)
    {
        if (client is not null)
        {
            audit.Add(AuditEvents.ClientRefused, client.Id);
            await database.SaveChangesAsync(cancellation);
        }
    }
}
