namespace Capsule.Messaging;

/// <summary>Access to the service's database outside a request.</summary>
internal interface IOutboxDatabase
{
    /// <summary>The service's schema.</summary>
    string Schema { get; }

    /// <summary>Opens a connection of the context's pool.</summary>
    Task<OutboxConnection> OpenAsync(CancellationToken cancellationToken);
}
