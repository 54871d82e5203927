using System.Net;

namespace StackExchange.Redis.Connection;

internal sealed partial class ServerLink
{
    private static readonly TimeSpan RetryPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstRetryPause = TimeSpan.FromMilliseconds(100);

    private async Task RunAsync()
    {
        try
        {
            var connectedOnce = false;
            long retries = 0;
            while (!_stop.IsCancellationRequested)
            {
                var (server, failure, connected) = await ConnectAndStayAsync(restored: connectedOnce || _lastFailure is not null);
                connectedOnce |= connected;
                retries = connected ? 0 : retries + 1;
                Lost(server, failure);
                if (!connected)
                {
                    await PauseAsync(retries, connectedOnce);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        finally
        {
            _first.TrySetResult();
        }
    }

    /// <summary>Connects and returns when the connection has ended, or could not be made.</summary>
    private async Task<(EndPoint Server, Exception Failure, bool Connected)> ConnectAndStayAsync(bool restored)
    {
        try
        {
            var (connection, ended) = await ConnectAsync();
            Publish(connection);
            _first.TrySetResult();
            _events.OnConnected(this, connection.Server, restored);
            return (connection.Server, await ended, true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (_options.EndPoints[0], exception, false);
        }
    }

    private async Task<(ServerConnection Connection, Task<Exception> Ended)> ConnectAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        timeout.CancelAfter(_options.ConnectTimeout);
        Exception? failure = null;
        foreach (var endPoint in _options.EndPoints)
        {
            var server = EndPointCollection.WithDefaultPort(endPoint, _options.Ssl);
            try
            {
                return await ConnectAsync(server, timeout.Token);
            }
            catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
            {
                failure = new RedisConnectionException(
                    ConnectionFailureType.UnableToConnect,
                    $"UnableToConnect on {EndPointCollection.ToString(server)}: no connection within {_options.ConnectTimeout} ms.");
            }
            catch (RedisConnectionException exception)
            {
                failure = exception;
            }
        }

        throw failure ?? new RedisConnectionException(ConnectionFailureType.UnableToConnect, "No endpoints specified.");
    }

    private async Task<(ServerConnection Connection, Task<Exception> Ended)> ConnectAsync(EndPoint server, CancellationToken cancellation)
    {
        var stream = await Connector.OpenAsync(_options, server, cancellation);
        var connection = new ServerConnection(stream, server, _pushes, Math.Max(_options.DefaultDatabase ?? 0, 0));
        var ended = connection.RunAsync();
        try
        {
            await Handshake.RunAsync(connection, _options, Environment.TickCount64 + _options.ConnectTimeout).WaitAsync(cancellation);
            return (connection, ended);
        }
        catch (Exception exception)
        {
            connection.Close(exception);
            await ended;
            throw;
        }
    }

    private void Publish(ServerConnection connection)
    {
        lock (_backlogGate)
        {
            if (_disposed)
            {
                connection.Close(Disposed());
                return;
            }

            _events.BeforeBacklog(this, connection);
            _backlog.RemoveAll(command => !Message.IsOpen(command.Message.Token));
            if (connection.TrySend(_backlog))
            {
                _backlog = [];
            }

            _current = connection;
        }
    }

    private void Lost(EndPoint server, Exception exception)
    {
        var failure = exception as RedisConnectionException
            ?? new RedisConnectionException(ConnectionFailureType.InternalFailure, exception.Message, exception);
        _lastFailure = failure;
        _current = null;
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        if (_options.BacklogPolicy.AbortPendingOnConnectionFailure)
        {
            FailBacklog(failure);
        }

        _events.OnFailed(this, server, failure);
    }

    private async Task PauseAsync(long retries, bool connectedOnce)
    {
        if (!connectedOnce && retries < _options.ConnectRetry)
        {
            await Task.Delay(FirstRetryPause, _stop.Token);
            return;
        }

        _first.TrySetResult();
        var since = Environment.TickCount64;
        do
        {
            await Task.Delay(RetryPoll, _stop.Token);
        }
        while (!_options.ReconnectRetryPolicy.ShouldRetry(retries, (int)Math.Min(Environment.TickCount64 - since, int.MaxValue)));
    }
}
