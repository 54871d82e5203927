using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Capsule.Testing;

/// <summary>
/// The .NET programs that tests start run for seconds: recompiling what is called often costs them more than it gains
/// (decision 045). Test programs have the same settings from tests/Directory.Build.props.
/// </summary>
internal static class ChildPrograms
{
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "Only tests load it."
    )]
    internal static void CompileOnce()
    {
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");

        // Both are hexadecimal: 4096 milliseconds, 512 calls.
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "1000");
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountThreshold", "200");
    }
}
