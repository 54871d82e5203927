using System.Text;
using MassTransit;

namespace Capsule.Messaging;

/// <summary>The name of an event, derived from its contract's namespace and type name.</summary>
/// <param name="Type">Namespace and type name, such as <c>Capsule.Contracts:UserRegistered</c>, as the outbox stores it.</param>
internal sealed record EventName(string Type)
{
    private const string Urn = "urn:message:";

    /// <summary>The name that exchanges, queues and settings use, such as <c>user-registered</c>.</summary>
    public string Name { get; } = Kebab(Type[(Type.LastIndexOfAny([':', '+']) + 1)..]);

    /// <summary>The type as MassTransit's envelope names it.</summary>
    public string MessageType => Urn + Type;

    public static EventName Of(Type type)
    {
        if (type.IsGenericType || type.IsAbstract || type.IsInterface)
        {
            throw new ArgumentException($"{type} cannot be an event: an event must be a plain record.");
        }

        return new EventName(MessageUrn.ForTypeString(type)[Urn.Length..]);
    }

    /// <summary>Returns the <see cref="Type"/> for a name in an envelope; null when the name is no message URN.</summary>
    public static string? FromUrn(string messageType) =>
        messageType.StartsWith(Urn, StringComparison.Ordinal) ? messageType[Urn.Length..] : null;

    private static string Kebab(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                result.Append('-');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
