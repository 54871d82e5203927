using System.ComponentModel;
using System.Diagnostics;
using Capsule.Cli.Credentials;

namespace Capsule.Cli.Login;

/// <summary>Opens pages in the user's browser.</summary>
internal static class Browser
{
    /// <summary>Returns the function that opens a page; null when this machine has no screen.</summary>
    public static Action<Uri>? OfThisMachine() =>
        Has("SSH_CONNECTION") || Console.IsErrorRedirected ? null
        : OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || Has("DISPLAY") || Has("WAYLAND_DISPLAY") ? Open
        : null;

    // The address comes from a server; the desktop would execute anything that is not a web page.
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
            // The address is also shown on the screen.
        }
    }

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
