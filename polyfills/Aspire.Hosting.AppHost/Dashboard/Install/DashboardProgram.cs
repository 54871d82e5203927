namespace Aspire.Hosting.Dashboard.Install;

/// <summary>How the dashboard is started.</summary>
internal sealed record DashboardProgram(string Program, params IReadOnlyList<string> Arguments)
{
    internal const string BundleName = "aspire-managed";

    /// <summary>The program behind a path: the bundle's, a framework-dependent dashboard or a dashboard of its own.</summary>
    internal static DashboardProgram At(string path) =>
        Path.GetFileNameWithoutExtension(path) == BundleName ? new DashboardProgram(path, "dashboard")
        : path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new DashboardProgram("dotnet", "exec", path)
        : new DashboardProgram(path);
}
