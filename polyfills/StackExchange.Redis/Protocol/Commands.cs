namespace StackExchange.Redis.Protocol;

/// <summary>The commands that this client knows by name.</summary>
internal static class Commands
{
    public static readonly Command Auth = new("AUTH");
    public static readonly Command Client = new("CLIENT");
    public static readonly Command Ping = new("PING");
    public static readonly Command Select = new("SELECT");

    public static readonly Command Subscribe = new("SUBSCRIBE");
    public static readonly Command PSubscribe = new("PSUBSCRIBE");
    public static readonly Command Unsubscribe = new("UNSUBSCRIBE");
    public static readonly Command PUnsubscribe = new("PUNSUBSCRIBE");
    public static readonly Command Publish = new("PUBLISH");

    public static readonly Command Del = new("DEL");
    public static readonly Command Exists = new("EXISTS");
    public static readonly Command PExpire = new("PEXPIRE");
    public static readonly Command PExpireAt = new("PEXPIREAT");
    public static readonly Command Persist = new("PERSIST");
    public static readonly Command PTtl = new("PTTL");
    public static readonly Command Rename = new("RENAME");
    public static readonly Command RenameNx = new("RENAMENX");
    public static readonly Command Type = new("TYPE");

    public static readonly Command Append = new("APPEND");
    public static readonly Command Get = new("GET");
    public static readonly Command GetDel = new("GETDEL");
    public static readonly Command GetEx = new("GETEX");
    public static readonly Command GetSet = new("GETSET");
    public static readonly Command IncrBy = new("INCRBY");
    public static readonly Command IncrByFloat = new("INCRBYFLOAT");
    public static readonly Command MGet = new("MGET");
    public static readonly Command MSet = new("MSET");
    public static readonly Command MSetNx = new("MSETNX");
    public static readonly Command Set = new("SET");
    public static readonly Command StrLen = new("STRLEN");

    public static readonly Command HDel = new("HDEL");
    public static readonly Command HExists = new("HEXISTS");
    public static readonly Command HGet = new("HGET");
    public static readonly Command HGetAll = new("HGETALL");
    public static readonly Command HIncrBy = new("HINCRBY");
    public static readonly Command HIncrByFloat = new("HINCRBYFLOAT");
    public static readonly Command HKeys = new("HKEYS");
    public static readonly Command HLen = new("HLEN");
    public static readonly Command HMGet = new("HMGET");
    public static readonly Command HSet = new("HSET");
    public static readonly Command HSetNx = new("HSETNX");
    public static readonly Command HVals = new("HVALS");

    public static readonly Command SAdd = new("SADD");
    public static readonly Command SCard = new("SCARD");
    public static readonly Command SIsMember = new("SISMEMBER");
    public static readonly Command SMIsMember = new("SMISMEMBER");
    public static readonly Command SMembers = new("SMEMBERS");
    public static readonly Command SPop = new("SPOP");
    public static readonly Command SRem = new("SREM");

    public static readonly Command ZAdd = new("ZADD");
    public static readonly Command ZCard = new("ZCARD");
    public static readonly Command ZCount = new("ZCOUNT");
    public static readonly Command ZIncrBy = new("ZINCRBY");
    public static readonly Command ZRange = new("ZRANGE");
    public static readonly Command ZRevRange = new("ZREVRANGE");
    public static readonly Command ZRangeByScore = new("ZRANGEBYSCORE");
    public static readonly Command ZRevRangeByScore = new("ZREVRANGEBYSCORE");
    public static readonly Command ZRank = new("ZRANK");
    public static readonly Command ZRevRank = new("ZREVRANK");
    public static readonly Command ZRem = new("ZREM");
    public static readonly Command ZRemRangeByRank = new("ZREMRANGEBYRANK");
    public static readonly Command ZRemRangeByScore = new("ZREMRANGEBYSCORE");
    public static readonly Command ZScore = new("ZSCORE");

    public static readonly Command LIndex = new("LINDEX");
    public static readonly Command LLen = new("LLEN");
    public static readonly Command LPop = new("LPOP");
    public static readonly Command LPush = new("LPUSH");
    public static readonly Command LPushX = new("LPUSHX");
    public static readonly Command LRange = new("LRANGE");
    public static readonly Command LRem = new("LREM");
    public static readonly Command LTrim = new("LTRIM");
    public static readonly Command RPop = new("RPOP");
    public static readonly Command RPopLPush = new("RPOPLPUSH");
    public static readonly Command RPush = new("RPUSH");
    public static readonly Command RPushX = new("RPUSHX");

    public static readonly Command Eval = new("EVAL");
    public static readonly Command EvalSha = new("EVALSHA");
}
