using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

/// <summary>A command with a result; used again and again, so that a command allocates no more than its task.</summary>
internal sealed class Message<T> : Message, IThreadPoolWorkItem
{
    private const int PoolLimit = 4096;
    private static readonly ConcurrentQueue<Message<T>> Pool = new();
    private static int pooled;

    private AsyncTaskMethodBuilder<T> _builder;
    private Reply<T>? _reply;
    private T? _result;
    private Exception? _exception;
    private bool _hasTask;
    private bool _inline;
    private bool _reuse;

    /// <summary>A message that waits for its reply.</summary>
    /// <param name="reply">Makes the result.</param>
    /// <param name="deadline">When the caller gives up, in milliseconds of <see cref="Environment.TickCount64"/>.</param>
    /// <param name="commandName">The command's name.</param>
    /// <param name="inline">Whether a thread is blocked until the reply, so that it can be woken without the thread pool.</param>
    /// <param name="wanted">Whether somebody waits for the result.</param>
    /// <param name="task">The result to come; null when nobody waits.</param>
    public static Message<T> Rent(Reply<T> reply, long deadline, string commandName, bool inline, bool wanted, out Task<T>? task)
    {
        if (Pool.TryDequeue(out var message))
        {
            Interlocked.Decrement(ref pooled);
        }
        else
        {
            message = new Message<T>();
        }

        message._reply = reply;
        message.Deadline = deadline;
        message.CommandName = commandName;
        message._inline = inline;
        message._hasTask = wanted;
        message._builder = AsyncTaskMethodBuilder<T>.Create();
        task = wanted ? message._builder.Task : null;
        message.Open();
        return message;
    }

    public override void OnReply(ReadOnlySpan<byte> reply)
    {
        var token = Token;
        if (!IsOpen(token) || !TryClose(token))
        {
            return;
        }

        RespProtocolException? wrong = null;
        try
        {
            var reader = new RespReader(reply);
            reader.Read();
            if (reader.IsError)
            {
                _exception = new RedisServerException(reader.ReadText());
            }
            else
            {
                _result = _reply!.Read(ref reader);
            }
        }
        catch (RespProtocolException unexpected)
        {
            wrong = unexpected;
            _exception = new RedisConnectionException(
                ConnectionFailureType.ProtocolFailure, $"{unexpected.Message} Command: {CommandName}", unexpected, CommandStatus.Sent);
        }
        catch (Exception other)
        {
            _exception = other;
        }

        Finish(reuse: true);
        if (wrong is not null)
        {
            throw wrong;
        }
    }

    public override bool TryFail(int token, Exception exception, bool reuse)
    {
        if (!TryClose(token))
        {
            return false;
        }

        _exception = exception;
        Finish(reuse);
        return true;
    }

    /// <summary>Gives the outcome to the caller, whose code may run here.</summary>
    public void Execute()
    {
        var (builder, result, exception, hasTask, activity) = (_builder, _result, _exception, _hasTask, Activity);
        if (_reuse)
        {
            Return();
        }

        if (activity is not null)
        {
            Telemetry.Stop(activity, exception);
        }

        if (!hasTask)
        {
            return;
        }

        if (exception is null)
        {
            builder.SetResult(result!);
        }
        else
        {
            builder.SetException(exception);
        }
    }

    private void Finish(bool reuse)
    {
        _reuse = reuse;
        if (_inline || (!_hasTask && Activity is null))
        {
            Execute();
        }
        else
        {
            // The caller's code must not run on the reader: it may block.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Return()
    {
        _builder = default;
        _reply = null;
        _result = default;
        _exception = null;
        Activity = null;
        if (Interlocked.Increment(ref pooled) <= PoolLimit)
        {
            Pool.Enqueue(this);
        }
        else
        {
            Interlocked.Decrement(ref pooled);
        }
    }
}
