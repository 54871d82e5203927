using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Capsule.Cli.Processes;

/// <summary>Sends signals to child processes.</summary>
internal static class Signals
{
    // SIGTERM is used, because a child of a shell's background job may have inherited that SIGINT is ignored.
    private const int SigTerm = 15;

    /// <summary>Asks a child process to stop. On Windows, Ctrl-C reaches the child directly, and no other signal exists.</summary>
    public static void Stop(Process process)
    {
        // The system does not reuse the id of a process before it is waited for, which the framework does when the process ends.
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            _ = Send(process.Id, SigTerm);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int pid, int signal);
}
