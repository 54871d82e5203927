namespace Capsule.Cli.Output;

/// <summary>Shows what bundles are doing while they do it.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs <paramref name="work"/>, which tells it what the bundles say, from any thread.</summary>
    Task<T> WhileAsync<T>(Func<Action<ServiceProgress>, Task<T>> work);
}
