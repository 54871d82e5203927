using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Capsule.Cli.Processes;

/// <summary>Sends a signal to a child.</summary>
internal static class Signals
{
    private const int SigInt = 2;

    /// <summary>Asks a child to stop. On Windows Ctrl-C reaches it by itself, and nothing else can be asked of it.</summary>
    public static void Interrupt(Process process)
    {
        // Its id is not given to another process as long as it has not been waited for; the framework does that at its end.
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = Send(process.Id, SigInt);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int pid, int signal);
}
