using System.Runtime.CompilerServices;

namespace StackExchange.Redis.Protocol;

internal partial struct RespScanner
{
    private bool EndLine()
    {
        if (_type is (byte)'+' or (byte)'-')
        {
            return EndValue();
        }

        if (_lineLength == 0 || (_negative && _lineLength == 1) || (!_negative && _number == long.MinValue))
        {
            throw new RespProtocolException("A reply has no valid number where one was expected.");
        }

        var number = _negative ? _number : -_number;
        return _type switch
        {
            (byte)':' => EndValue(),
            (byte)'$' => EndBulkHeader(number),
            _ => EndArrayHeader(number),
        };
    }

    private bool EndBulkHeader(long length)
    {
        if (length is < -1 or > MaxBulk)
        {
            throw new RespProtocolException($"A bulk string cannot have {length} bytes.");
        }

        _payload = length;
        _stage = length == 0 ? Stage.PayloadReturn : Stage.Payload;
        return length == -1 && EndValue();
    }

    private bool EndArrayHeader(long count)
    {
        if (count is < -1 or > int.MaxValue || (count > 0 && _depth == MaxDepth))
        {
            throw new RespProtocolException($"An array of {count} elements at depth {_depth} is not accepted.");
        }

        if (count <= 0)
        {
            return EndValue();
        }

        _remaining[_depth++] = count;
        _stage = Stage.Type;
        return false;
    }

    private bool EndValue()
    {
        _stage = Stage.Type;
        while (_depth > 0)
        {
            if (--_remaining[_depth - 1] > 0)
            {
                return false;
            }

            _depth--;
        }

        return true;
    }

    [InlineArray(MaxDepth)]
    private struct Remaining
    {
        private long _first;
    }
}
