namespace StackExchange.Redis;

public partial interface IDatabaseAsync
{
    /// <summary>Sends any command.</summary>
    Task<RedisResult> ExecuteAsync(string command, params object[] args);

    /// <summary>Sends any command.</summary>
    Task<RedisResult> ExecuteAsync(string command, ICollection<object>? args, CommandFlags flags = CommandFlags.None);

    /// <summary>Sends a message to a channel; how many clients received it.</summary>
    Task<long> PublishAsync(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None);

    /// <summary>Runs a Lua script, by its hash where the server knows it.</summary>
    Task<RedisResult> ScriptEvaluateAsync(
        string script, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None);

    /// <summary>Runs the Lua script of this SHA-1 hash, which the server must know.</summary>
    Task<RedisResult> ScriptEvaluateAsync(
        byte[] hash, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None);
}
