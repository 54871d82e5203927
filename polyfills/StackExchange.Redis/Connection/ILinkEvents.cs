using System.Net;

namespace StackExchange.Redis.Connection;

/// <summary>Is told what happens to a link.</summary>
internal interface ILinkEvents
{
    /// <summary>The connection stands; what is sent here goes before the commands that wait.</summary>
    void BeforeBacklog(ServerLink link, ServerConnection connection);

    /// <summary>The connection is in use.</summary>
    void OnConnected(ServerLink link, EndPoint server, bool restored);

    /// <summary>An attempt or a connection failed.</summary>
    void OnFailed(ServerLink link, EndPoint server, RedisConnectionException failure);
}
