using System.Diagnostics;
using Npgsql;

namespace Capsule.Data;

/// <summary>A statement that waits for its batch.</summary>
/// <param name="row">The row that the statement changes.</param>
internal abstract class WaitingStatement(Guid row)
{
    private volatile bool _isAbandoned;

    /// <summary>The row that the statement changes.</summary>
    public Guid Row => row;

    /// <summary>The caller's span; null when the caller is not traced.</summary>
    public Activity? Caller { get; } = Activity.Current;

    /// <summary>Whether the caller has stopped waiting.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Records that the caller has stopped waiting.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <summary>Creates the statement's part of a batch.</summary>
    public abstract NpgsqlBatchCommand CreateCommand();

    /// <summary>Reads the statement's rows. An exception of the caller's row function is stored for <see cref="Complete"/>.</summary>
    public abstract ValueTask ReadAsync(NpgsqlDataReader reader);

    /// <summary>Gives the caller its rows after the batch was committed, or the exception of its row function.</summary>
    public abstract void Complete();

    /// <summary>Executes the statement without a batch. An exception goes to the statement's caller.</summary>
    public abstract Task ExecuteAloneAsync(DirectStatements direct);

    /// <summary>Fails the caller's task with an exception.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
/// <typeparam name="T">The type of a row.</typeparam>
internal sealed class WaitingStatement<T>(PositionalSql statement, NpgsqlParameter[] ordered, Func<NpgsqlDataReader, T> read, Guid row)
    : WaitingStatement(row)
{
    private readonly TaskCompletionSource<List<T>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<T> _rows = [];
    private Exception? _readError;
    private bool _wasInBatch;

    /// <summary>The task that the caller awaits.</summary>
    public Task<List<T>> Rows => _result.Task;

    public override NpgsqlBatchCommand CreateCommand()
    {
        _wasInBatch = true;
        var command = new NpgsqlBatchCommand(statement.Text);
        command.Parameters.AddRange(ordered);
        return command;
    }

    public override async ValueTask ReadAsync(NpgsqlDataReader reader)
    {
        while (_readError is null && await reader.ReadAsync())
        {
            try
            {
                _rows.Add(read(reader));
            }
            catch (Exception exception) when (exception is not NpgsqlException)
            {
                _readError = exception;
            }
        }
    }

    public override void Complete()
    {
        if (_readError is { } exception)
        {
            Fail(exception);
        }
        else
        {
            _result.SetResult(_rows);
        }
    }

    public override async Task ExecuteAloneAsync(DirectStatements direct)
    {
        try
        {
            // A parameter belongs to one command only.
            NpgsqlParameter[] own = _wasInBatch ? [.. ordered.Select(static parameter => parameter.Clone())] : ordered;
            _result.SetResult(await direct.ReadAsync(statement, own, read, CancellationToken.None));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    public override void Fail(Exception exception) => _result.SetException(exception);
}
