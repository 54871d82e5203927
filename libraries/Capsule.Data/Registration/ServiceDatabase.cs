using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Capsule.Data;

/// <summary>The database that the service registered.</summary>
internal sealed class ServiceDatabase
{
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(5);
    private readonly DatabaseStatusReader _reader;

    public ServiceDatabase(
        string service,
        NpgsqlDataSource dataSource,
        DatabaseStatusReader reader,
        IHostEnvironment environment,
        TimeProvider timeProvider
    )
    {
        (Service, DataSource, _reader) = (service, dataSource, reader);
        Status = new SharedResult<DatabaseStatus>(environment, timeProvider, ReadStatusAsync);
    }

    public string Service { get; }

    public string Schema => _reader.Schema;

    public NpgsqlDataSource DataSource { get; }

    /// <summary>
    /// The database's state, shared by all concurrent callers; throws <see cref="NpgsqlException"/> when the server does not answer.
    /// </summary>
    public SharedResult<DatabaseStatus> Status { get; }

    private async Task<DatabaseStatus> ReadStatusAsync()
    {
        using var timeout = new CancellationTokenSource(StatusTimeout);
        try
        {
            return await _reader.ReadAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new NpgsqlException($"The database does not answer within {StatusTimeout.TotalSeconds:0} s.", new TimeoutException());
        }
    }
}
