namespace Aspire.Hosting.Dashboard.Install;

/// <summary>There is no dashboard; the message says why and how to get it, in one line.</summary>
internal sealed class DashboardUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
