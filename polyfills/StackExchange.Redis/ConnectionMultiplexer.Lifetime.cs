using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

public sealed partial class ConnectionMultiplexer
{
    /// <inheritdoc/>
    public void Wait(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            if (!task.Wait(TimeoutMilliseconds))
            {
                // Nobody will look at it any more.
                _ = task.ContinueWith(static late => late.Exception, TaskContinuationOptions.OnlyOnFaulted);
                throw new RedisTimeoutException($"Timeout performing a synchronous command ({TimeoutMilliseconds}ms)", CommandStatus.Unknown);
            }
        }
        catch (AggregateException several) when (several.InnerExceptions.Count == 1)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <inheritdoc/>
    public T Wait<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Wait((Task)task);
        return task.Result;
    }

    /// <inheritdoc/>
    public void WaitAll(params Task[] tasks) => Wait(Task.WhenAll(tasks));

    /// <inheritdoc/>
    public void Close(bool allowCommandsToComplete = true) => Task.Run(() => CloseAsync(allowCommandsToComplete)).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async Task CloseAsync(bool allowCommandsToComplete = true)
    {
        if (allowCommandsToComplete && IsConnected)
        {
            try
            {
                // Replies come in order: when this one is here, so are those of all commands before it.
                await _defaultDatabase.PingAsync();
            }
            catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
            {
            }
        }

        await DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _interactive.DisposeAsync();
        await _subscriptions.DisposeAsync();
    }

    private sealed class LinkEvents(ConnectionMultiplexer multiplexer) : ILinkEvents
    {
        public void BeforeBacklog(ServerLink link, ServerConnection connection)
        {
            if (link.Type == ConnectionType.Subscription)
            {
                multiplexer._subscriptions.SubscribeAgain(connection);
            }
        }

        public void OnConnected(ServerLink link, EndPoint server, bool restored)
        {
            multiplexer._logger.LogInformation(
                "Redis {Server}: {ConnectionType} connection established.", EndPointCollection.ToString(server), link.Type);
            if (restored)
            {
                Raise(multiplexer.ConnectionRestored, link, server, ConnectionFailureType.None, null);
            }
        }

        public void OnFailed(ServerLink link, EndPoint server, RedisConnectionException failure)
        {
            multiplexer._logger.LogWarning(
                "Redis {Server}: {ConnectionType} connection failed: {Reason}", EndPointCollection.ToString(server), link.Type, failure.Message);
            Raise(multiplexer.ConnectionFailed, link, server, failure.FailureType, failure);
        }

        private void Raise(
            EventHandler<ConnectionFailedEventArgs>? handlers, ServerLink link, EndPoint server, ConnectionFailureType type, Exception? exception)
        {
            if (handlers is null)
            {
                return;
            }

            // Handlers may block or throw: neither may stop the link.
            var arguments = new ConnectionFailedEventArgs(server, link.Type, type, exception, $"{link.Type}");
            ThreadPool.QueueUserWorkItem(_ =>
            {
                foreach (var handler in Delegate.EnumerateInvocationList(handlers))
                {
                    try
                    {
                        handler(multiplexer, arguments);
                    }
                    catch (Exception failure)
                    {
                        multiplexer._logger.LogError(failure, "A handler of a connection event failed.");
                    }
                }
            });
        }
    }
}
