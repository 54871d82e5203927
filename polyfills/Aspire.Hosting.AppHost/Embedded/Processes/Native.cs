using System.Runtime.InteropServices;

namespace Aspire.Hosting.Embedded;

/// <summary>The system calls that the framework does not offer.</summary>
internal static class Native
{
    internal const int SigInt = 2;
    internal const int SigKill = 9;
    internal const int SigTerm = 15;
    private const string LinuxOnly = "Servers run as processes of this machine on Linux only.";

    /// <summary>The process that started the AppHost; another one when that is gone.</summary>
    internal static int ParentProcessId => GetParentProcessId();

    /// <summary>Sends a signal to a process, or to a process group when <paramref name="pid"/> is negative; false when it is gone.</summary>
    internal static bool Signal(int pid, int signal) => Kill(pid, signal) == 0;

    /// <summary>Gives a file or folder to another user.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal static void GiveTo(string path, LocalUser? user)
    {
        if (user is not null && ChangeOwner(path, user.Uid, user.Gid) != 0)
        {
            throw new IOException($"Cannot give {path} to user {user.Name}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Creates a folder that only one user can enter.</summary>
    internal static void CreatePrivateFolder(string path, LocalUser? user)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        GiveTo(path, user);
    }

    /// <summary>Writes a file that only one user can read.</summary>
    internal static void WritePrivateFile(string path, string text, LocalUser? user)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new StreamWriter(path, options))
        {
            file.Write(text);
        }

        GiveTo(path, user);
    }

    /// <summary>Writes a file that everybody can execute.</summary>
    internal static void WriteProgram(string path, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(LinuxOnly);
        }

        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);

    [DllImport("libc", EntryPoint = "getppid")]
    private static extern int GetParentProcessId();

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
