using Capsule.Auth.Audit;
using Capsule.Auth.OAuth.Store;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Capsule.Auth.OAuth.Validation;

/// <summary>Commits an exchange before its answer is sent (<see cref="LockFamily"/>).</summary>
internal sealed class ReleaseFamily(AuthDbContext database) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public async ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (database.Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(context.CancellationToken);
        }
    }
}

/// <summary>
/// Writes failed client authentication to the audit log. Unknown clients are left out, because anybody could flood the log with them.
/// </summary>
internal sealed class NoteRefusedClient(IOpenIddictApplicationManager applications, AuthDbContext database, AuditLog audit)
    : IOpenIddictServerHandler<ApplyTokenResponseContext>,
        IOpenIddictServerHandler<ApplyRevocationResponseContext>,
        IOpenIddictServerHandler<ApplyPushedAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context) =>
        NoteAsync(context.Error, context.Request?.ClientId, context.CancellationToken);

    public ValueTask HandleAsync(ApplyRevocationResponseContext context) =>
        NoteAsync(context.Error, context.Request?.ClientId, context.CancellationToken);

    public ValueTask HandleAsync(ApplyPushedAuthorizationResponseContext context) =>
        NoteAsync(context.Error, context.Request?.ClientId, context.CancellationToken);

    private async ValueTask NoteAsync(string? error, string? client, CancellationToken cancellationToken)
    {
        if (
            error is Errors.InvalidClient
            && !string.IsNullOrEmpty(client)
            && await applications.FindByClientIdAsync(client, cancellationToken) is OAuthApplication { ConcurrencyToken: not null } known
        )
        {
            audit.Add(AuditEvents.ClientRefused, known.Id);
            await database.SaveChangesAsync(cancellationToken);
        }
    }
}
