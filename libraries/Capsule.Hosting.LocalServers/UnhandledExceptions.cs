namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Ends an AppHost whose servers cannot start with only the message and exit code 1; the runtime would print a page of stack traces.
/// </summary>
internal static class UnhandledExceptions
{
    private static int s_subscribed;

    /// <summary>Installs the handler, which affects only <see cref="LocalServersException"/>.</summary>
    public static void PrintWithoutStackTrace()
    {
        if (Interlocked.Exchange(ref s_subscribed, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += static (_, thrown) => Print(thrown.ExceptionObject as Exception);
        }
    }

    private static void Print(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is LocalServersException)
            {
                Console.Error.WriteLine(exception.Message);
                Environment.Exit(1);
            }
        }
    }
}
