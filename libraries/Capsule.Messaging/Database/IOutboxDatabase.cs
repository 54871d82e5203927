namespace Capsule.Messaging;

/// <summary>The service's database, for work outside any request.</summary>
internal interface IOutboxDatabase
{
    /// <summary>The service's schema.</summary>
    string Schema { get; }

    /// <summary>Opens a connection of the context's pool.</summary>
    Task<OutboxConnection> OpenAsync(CancellationToken cancellationToken);
}
