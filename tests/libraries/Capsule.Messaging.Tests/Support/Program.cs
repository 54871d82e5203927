using Xunit.MicrosoftTestingPlatform;

namespace Capsule.Messaging.Tests.Support;

/// <summary>Runs the tests, or the service that <see cref="KilledService"/> describes when a test starts this program as one.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        KilledService.FromEnvironment() is { } service
            ? service.RunAsync()
            : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}
