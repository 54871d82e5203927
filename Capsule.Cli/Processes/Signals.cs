using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Capsule.Cli.Processes;

/// <summary>Sends a signal to a child.</summary>
internal static class Signals
{
    // Not SIGINT: a child of a shell's background job may have inherited that it is ignored.
    private const int SigTerm = 15;

    /// <summary>Asks a child to stop. On Windows Ctrl-C reaches it by itself, and nothing else can be asked of it.</summary>
    public static void Stop(Process process)
    {
        // Its id is not given to another process as long as it has not been waited for; the framework does that at its end.
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = Send(process.Id, SigTerm);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int pid, int signal);
}
