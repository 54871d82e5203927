using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Settings with which messages are put aside soon.</summary>
internal static class Aside
{
    /// <summary>Without redelivery.</summary>
    public static readonly Dictionary<string, string?> Never = new()
    {
        ["Messaging:Retry:Limit"] = "1",
        ["Messaging:Retry:MinInterval"] = "00:00:00.010",
        ["Messaging:Retry:MaxInterval"] = "00:00:00.200",
        ["Messaging:Redelivery:Intervals"] = "",
        ["Messaging:Outbox:PollInterval"] = "01:00:00",
    };

    /// <summary>With two redeliveries.</summary>
    public static readonly Dictionary<string, string?> Twice = new(Never)
    {
        ["Messaging:Redelivery:Intervals"] = "00:00:00.050, 00:00:00.100",
    };

    /// <summary>Tells the consumer how to fail.</summary>
    public static Action<IHostApplicationBuilder> With(Faults faults) => builder => builder.Services.AddSingleton(faults);
}
