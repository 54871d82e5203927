using System.ComponentModel;
using System.Diagnostics;
using Capsule.Cli.Credentials;

namespace Capsule.Cli.Login;

/// <summary>The browser of whoever sits before this machine.</summary>
internal static class Browser
{
    /// <summary>Opens a page in it; null where nobody sits before a screen of this machine.</summary>
    public static Action<Uri>? OfThisMachine() =>
        Has("SSH_CONNECTION") || Console.IsErrorRedirected ? null
        : OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || Has("DISPLAY") || Has("WAYLAND_DISPLAY") ? Open
        : null;

    // The address is a server's: anything but a page would be run by the desktop.
    private static void Open(Uri page)
    {
        if (!ServiceAddress.IsSafe(page))
        {
            return;
        }

        try
        {
            Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            // The address is on the screen as well.
        }
    }

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
