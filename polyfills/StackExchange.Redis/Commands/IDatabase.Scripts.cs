namespace StackExchange.Redis;

public partial interface IDatabase
{
    /// <summary>Sends any command.</summary>
    RedisResult Execute(string command, params object[] args);

    /// <summary>Sends any command.</summary>
    RedisResult Execute(string command, ICollection<object>? args, CommandFlags flags = CommandFlags.None);

    /// <summary>Sends a message to a channel; how many clients received it.</summary>
    long Publish(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None);

    /// <summary>Runs a Lua script, by its hash where the server knows it.</summary>
    RedisResult ScriptEvaluate(
        string script, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None);

    /// <summary>Runs the Lua script of this SHA-1 hash, which the server must know.</summary>
    RedisResult ScriptEvaluate(byte[] hash, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None);
}
