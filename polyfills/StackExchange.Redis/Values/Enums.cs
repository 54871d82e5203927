using System.Diagnostics.CodeAnalysis;

namespace StackExchange.Redis;

/// <summary>When a value is written.</summary>
public enum When
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Only when it exists already.</summary>
    Exists,

    /// <summary>Only when it does not exist yet.</summary>
    NotExists,
}

/// <summary>When an expiry is set.</summary>
public enum ExpireWhen
{
    /// <summary>Always.</summary>
    Always,

    /// <summary>Only to a later time.</summary>
    GreaterThanCurrentExpiry,

    /// <summary>Only when the key expires already.</summary>
    HasExpiry,

    /// <summary>Only when the key does not expire yet.</summary>
    HasNoExpiry,

    /// <summary>Only to an earlier time.</summary>
    LessThanCurrentExpiry,
}

/// <summary>When a member of a sorted set is written.</summary>
[Flags]
public enum SortedSetWhen
{
    /// <summary>Always.</summary>
    Always = 0,

    /// <summary>Only when it is there already.</summary>
    Exists = 1 << 0,

    /// <summary>Only to a higher score.</summary>
    GreaterThan = 1 << 1,

    /// <summary>Only to a lower score.</summary>
    LessThan = 1 << 2,

    /// <summary>Only when it is not there yet.</summary>
    NotExists = 1 << 3,
}

/// <summary>Which ends of a range do not belong to it.</summary>
[Flags]
public enum Exclude
{
    /// <summary>Both ends belong to it.</summary>
    None = 0,

    /// <summary>The start does not.</summary>
    Start = 1,

    /// <summary>The end does not.</summary>
    Stop = 2,

    /// <summary>Neither does.</summary>
    Both = Start | Stop,
}

/// <summary>The order of a range.</summary>
public enum Order
{
    /// <summary>Lowest first.</summary>
    Ascending,

    /// <summary>Highest first.</summary>
    Descending,
}

/// <summary>How a command is sent.</summary>
[Flags]
[SuppressMessage("Design", "CA1069", Justification = "The official enumeration has these two.")]
public enum CommandFlags
{
    /// <summary>As usual.</summary>
    None = 0,

    /// <summary>Nobody waits for the reply: the result is the default value at once.</summary>
    FireAndForget = 2,

    /// <summary>No meaning with one server.</summary>
    PreferMaster = 0,

    /// <summary>No meaning with one server.</summary>
    DemandMaster = 4,

    /// <summary>No meaning with one server.</summary>
    PreferReplica = 8,

    /// <summary>No meaning with one server.</summary>
    DemandReplica = 12,

    /// <summary>No meaning with one server.</summary>
    NoRedirect = 64,

    /// <summary>A script is sent in full (EVAL), not by its hash.</summary>
    NoScriptCache = 512,
}

/// <summary>The type of a reply.</summary>
public enum ResultType : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A short text.</summary>
    SimpleString = 1,

    /// <summary>An error.</summary>
    Error = 2,

    /// <summary>An integer.</summary>
    Integer = 3,

    /// <summary>A string of bytes.</summary>
    BulkString = 4,

    /// <summary>An array.</summary>
    Array = 5,

    /// <summary>Nothing.</summary>
    Null = 8,
}

/// <summary>The type of a key's value.</summary>
public enum RedisType
{
    /// <summary>The key does not exist.</summary>
    None,

    /// <summary>A string.</summary>
    String,

    /// <summary>A list.</summary>
    List,

    /// <summary>A set.</summary>
    Set,

    /// <summary>A sorted set.</summary>
    SortedSet,

    /// <summary>A hash.</summary>
    Hash,

    /// <summary>A stream.</summary>
    Stream,

    /// <summary>A type that this client does not know.</summary>
    Unknown,
}
