using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Embedded;

/// <summary>
/// A shell that kills the groups of the AppHost's children as soon as the AppHost is gone. The parent-death signal
/// reaches the children alone; this reaches what they have started.
/// </summary>
internal static class Watchdog
{
    private const string Script = """
        exec >/dev/null 2>&1
        while read -r change group; do
          case $change in
            add) groups="$groups $group " ;;
            remove) groups="${groups%% "$group" *} ${groups#* "$group" }" ;;
          esac
        done
        for group in $groups; do kill -KILL "-$group"; done
        """;

    private static readonly Lock Writing = new();
    private static readonly Lazy<StreamWriter?> Input = new(Start);

    internal static void Add(int group) => Write("add", group);

    internal static void Remove(int group) => Write("remove", group);

    private static void Write(string change, int group)
    {
        lock (Writing)
        {
            try
            {
                Input.Value?.Write(string.Create(CultureInfo.InvariantCulture, $"{change} {group}\n"));
            }
            catch (IOException)
            {
                // Somebody killed it. The children still have their parent-death signal.
            }
        }
    }

    private static StreamWriter? Start()
    {
        try
        {
            var input = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script]) { RedirectStandardInput = true })!.StandardInput;
            input.AutoFlush = true;
            return input;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
