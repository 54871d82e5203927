namespace Capsule.Cli.Output;

/// <summary>Shows the progress of bundles.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs <paramref name="work"/> and shows the progress that it reports from any thread.</summary>
    Task<T> WhileAsync<T>(Func<Action<ServiceProgress>, Task<T>> work);
}
