using Capsule.Data;

namespace Capsule.Messaging.Tests.Support;

internal sealed class Order : Entity
{
    public int Number { get; init; }
}
