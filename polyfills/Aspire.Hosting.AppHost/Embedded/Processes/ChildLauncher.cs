using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Embedded;

/// <summary>
/// Starts every child from one thread that lives as long as the AppHost: the kernel kills a child with a parent-death signal
/// when the <em>thread</em> that started it ends, so a thread of the pool would take servers with it.
/// </summary>
internal static class ChildLauncher
{
    // Ends at once when the AppHost died before the parent-death signal was armed.
    private const string UnlessOrphaned = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

    // bash, because dash drops variables whose names it could not set itself, such as ConnectionStrings__auth-db.
    private static readonly string[] Guard = Machine.FindProgram("bash") is { } bash
        ? [bash, "-c", UnlessOrphaned, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]
        : [];

    private static readonly BlockingCollection<Action> Work = [];

    static ChildLauncher() => new Thread(Run) { IsBackground = true, Name = "child launcher" }.Start();

    internal static Task<Process> StartAsync(ChildStart start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(Describe(start))!);
            }
            catch (Exception error) when (error is Win32Exception or InvalidOperationException)
            {
                started.SetException(new DistributedApplicationException(
                    Machine.CanStartProcesses
                        ? $"{start.Program} cannot be started in {start.WorkingDirectory}: {error.Message}"
                        : "setpriv and setsid are needed to start processes and are not on this machine. On Debian and Ubuntu: apt-get install util-linux", error));
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var action in Work.GetConsumingEnumerable())
        {
            action();
        }
    }

    private static ProcessStartInfo Describe(ChildStart start)
    {
        // A session of its own, so that Ctrl-C in the terminal reaches the AppHost only. The parent-death signal is
        // cleared by a change of user, so setpriv changes the user first.
        string[] command = start.User is { } user
            ? ["setpriv", "--reuid", user.Name, "--regid", user.Gid.ToString(CultureInfo.InvariantCulture), "--init-groups", "--pdeathsig", "KILL", "--"]
            : ["setpriv", "--pdeathsig", "KILL", "--"];
        var info = new ProcessStartInfo("setsid",
        [
            .. command, .. Guard, start.Program, .. start.Arguments,
        ])
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (start.User is { } account)
        {
            (info.Environment["USER"], info.Environment["LOGNAME"], info.Environment["HOME"]) = (account.Name, account.Name, account.Home);
        }

        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
