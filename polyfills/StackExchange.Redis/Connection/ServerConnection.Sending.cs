using System.Buffers;
using StackExchange.Redis.Protocol;

namespace StackExchange.Redis.Connection;

internal sealed partial class ServerConnection
{
    /// <summary>Queues a command; false when the connection is closed, and then nothing has happened.</summary>
    public bool TrySend(in Request request, Message message, int database)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            SelectDatabase(database);
            RequestEncoder.Write(_output.Writer, request);
            _inFlight.Enqueue(message);
            wake = !_flushing;
            _flushing = true;
        }

        if (wake)
        {
            _flush.Set();
        }

        return true;
    }

    /// <summary>Queues commands that were encoded before, with none between them; false when the connection is closed.</summary>
    public bool TrySend(IReadOnlyCollection<WaitingCommand> commands)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            foreach (var command in commands)
            {
                SelectDatabase(command.Database);
                _output.Writer.Write(command.Bytes.Span);
                _inFlight.Enqueue(command.Message);
            }

            _flushing = true;
        }

        _flush.Set();
        return true;
    }

    private void SelectDatabase(int database)
    {
        if (database == _database || database == AnyDatabase)
        {
            return;
        }

        if (database == ChangesDatabase)
        {
            _database = ChangesDatabase;
            return;
        }

        // An error here would let the next command run on another database: the reply's reader closes the connection.
        RequestEncoder.Write(_output.Writer, new Request(Commands.Select, database));
        _inFlight.Enqueue(new SelectMessage(this));
        _database = database;
    }
}
