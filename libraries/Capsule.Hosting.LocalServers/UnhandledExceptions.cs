namespace Capsule.Hosting.LocalServers;

/// <summary>
/// Ends an AppHost whose servers cannot start with the message alone and exit code 1; the runtime would print a page of stack traces.
/// </summary>
internal static class UnhandledExceptions
{
    private static int s_subscribed;

    /// <summary>Does so from now on, for <see cref="LocalServersException"/> only.</summary>
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
