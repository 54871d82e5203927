using StackExchange.Redis.Connection;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public RedisResult Execute(string command, params object[] args) => Wait(ExecuteAsync(command, args, InternalFlags.Blocking));

    public RedisResult Execute(string command, ICollection<object>? args, CommandFlags flags = CommandFlags.None) =>
        Wait(ExecuteAsync(command, args, flags | InternalFlags.Blocking));

    public long Publish(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None) =>
        Wait(PublishAsync(channel, message, flags | InternalFlags.Blocking));

    public RedisResult ScriptEvaluate(
        string script, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None) =>
        Wait(ScriptEvaluateAsync(script, keys, values, flags | InternalFlags.Blocking));

    public RedisResult ScriptEvaluate(
        byte[] hash, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None) =>
        Wait(ScriptEvaluateAsync(hash, keys, values, flags | InternalFlags.Blocking));
}
