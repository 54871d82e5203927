using StackExchange.Redis.Protocol;

namespace StackExchange.Redis;

internal partial class RedisDatabase
{
    public Task<RedisResult> ExecuteAsync(string command, params object[] args) => ExecuteAsync(command, args, CommandFlags.None);

    public Task<RedisResult> ExecuteAsync(string command, ICollection<object>? args, CommandFlags flags = CommandFlags.None) =>
        Send(SharedConnection.Allow(command, Arguments(args)), Reply.Result, flags);

    public Task<long> PublishAsync(RedisChannel channel, RedisValue message, CommandFlags flags = CommandFlags.None) =>
        Send(new Request(Commands.Publish, (byte[]?)channel, message), Reply.Integer, flags);

    public Task<RedisResult> ScriptEvaluateAsync(
        string script, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None) =>
        EvaluateAsync(script, keys, values, flags);

    public Task<RedisResult> ScriptEvaluateAsync(
        byte[] hash, RedisKey[]? keys = null, RedisValue[]? values = null, CommandFlags flags = CommandFlags.None) =>
        EvaluateAsync(Commands.EvalSha, Convert.ToHexStringLower(hash), keys, values, flags);

    private static RedisValue[] Arguments(ICollection<object>? arguments) => arguments is null
        ? []
        : [.. arguments.Select<object, RedisValue>(argument => argument switch
        {
            RedisKey key => key.AsRedisValue(),
            RedisChannel channel => (byte[]?)channel,
            _ => RedisValue.Unbox(argument),
        })];

    private Task<RedisResult> EvaluateAsync(string script, RedisKey[]? keys, RedisValue[]? values, CommandFlags flags)
    {
        // Without seeing the reply there is no second attempt, so the script goes in full.
        var inFull = !SeesReplies || (flags & (CommandFlags.NoScriptCache | CommandFlags.FireAndForget)) != 0;
        return inFull
            ? EvaluateAsync(Commands.Eval, script, keys, values, flags)
            : EvaluateByHashAsync(script, keys, values, flags);
    }

    private async Task<RedisResult> EvaluateByHashAsync(string script, RedisKey[]? keys, RedisValue[]? values, CommandFlags flags)
    {
        try
        {
            return await EvaluateAsync(Commands.EvalSha, ScriptHashes.Of(script), keys, values, flags);
        }
        catch (RedisServerException unknown) when (unknown.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await EvaluateAsync(Commands.Eval, script, keys, values, flags);
        }
    }

    private Task<RedisResult> EvaluateAsync(Command command, string script, RedisKey[]? keys, RedisValue[]? values, CommandFlags flags) =>
        Send(new Request(command, [script, keys?.Length ?? 0], [.. Keys(keys ?? []), .. values ?? []]), Reply.Result, flags);
}
