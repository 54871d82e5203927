using Npgsql;

namespace Capsule.Migrations;

/// <summary>Fills a service's tables with development data; a bundle has at most one.</summary>
public interface IServiceSeed
{
    /// <summary>Writes the rows of <paramref name="data"/>'s people; returns how many were new. Running it again changes nothing.</summary>
    /// <param name="connection">The owner's connection, in a transaction.</param>
    /// <param name="schema">The service's schema.</param>
    /// <param name="data">Who there is.</param>
    /// <param name="cancellationToken">Ends it; nothing stays.</param>
    Task<long> WriteAsync(NpgsqlConnection connection, string schema, DevelopmentData data, CancellationToken cancellationToken);
}
