using System.Diagnostics;
using Capsule.Data;
using Npgsql;

namespace Capsule.ServiceDefaults.Database;

/// <summary>A statement that waits to go with others.</summary>
/// <param name="row">The row that it changes.</param>
internal abstract class WaitingStatement(Guid row)
{
    private volatile bool _isForgotten;

    /// <summary>The row that it changes.</summary>
    public Guid Row => row;

    /// <summary>The span of whoever waits; null without traces.</summary>
    public Activity? Span { get; } = Activity.Current;

    /// <summary>Whether nobody waits for it any longer.</summary>
    public bool IsForgotten => _isForgotten;

    /// <summary>Says that nobody waits for it any longer.</summary>
    public void Forget() => _isForgotten = true;

    /// <summary>The statement in a batch.</summary>
    public abstract NpgsqlBatchCommand Command(string schema);

    /// <summary>Takes its rows from the batch. What its reading of them throws is for whoever waits, at <see cref="Complete"/>.</summary>
    public abstract ValueTask ReadAsync(NpgsqlDataReader reader);

    /// <summary>Says that the batch is committed.</summary>
    public abstract void Complete();

    /// <summary>Goes without others, and throws nothing.</summary>
    public abstract Task ExecuteAloneAsync(DirectStatements statements);

    /// <summary>Ends without rows.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
/// <typeparam name="T">What is read of a row.</typeparam>
internal sealed class WaitingStatement<T>(SchemaSql statement, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, Guid row) : WaitingStatement(row)
{
    private readonly TaskCompletionSource<List<T>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<T> _rows = [];
    private Exception? _unread;
    private bool _wasSent;

    /// <summary>Its rows.</summary>
    public Task<List<T>> Rows => _result.Task;

    public override NpgsqlBatchCommand Command(string schema)
    {
        _wasSent = true;
        var command = new NpgsqlBatchCommand(statement.In(schema));
        command.Parameters.AddRange(parameters);
        return command;
    }

    public override async ValueTask ReadAsync(NpgsqlDataReader reader)
    {
        while (_unread is null && await reader.ReadAsync())
        {
            try
            {
                _rows.Add(read(reader));
            }
            catch (Exception exception) when (exception is not NpgsqlException)
            {
                _unread = exception;
            }
        }
    }

    public override void Complete()
    {
        if (_unread is { } exception)
        {
            Fail(exception);
        }
        else
        {
            _result.SetResult(_rows);
        }
    }

    public override async Task ExecuteAloneAsync(DirectStatements statements)
    {
        try
        {
            // Those that were in a batch belong to its command.
            NpgsqlParameter[] own = _wasSent ? [.. parameters.Select(static parameter => parameter.Clone())] : parameters;
            _rows = await statements.ReadAsync(statement, own, read, CancellationToken.None);
            _result.SetResult(_rows);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    public override void Fail(Exception exception) => _result.SetException(exception);
}
