using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Waits for what a resource has to wait for.</summary>
internal static class Dependencies
{
    /// <summary>Returns once everything that the resource waits for is as far as it must be.</summary>
    /// <exception cref="DistributedApplicationException">Something failed that the resource cannot do without.</exception>
    internal static async Task WaitAsync(IResource resource, RunContext context, CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(wait, context.Notifications, rest.Token)).ToList();
        try
        {
            await foreach (var wait in Task.WhenEach(waits).WithCancellation(cancellationToken))
            {
                await wait;
            }
        }
        finally
        {
            await rest.CancelAsync();
        }
    }

    private static async Task WaitAsync(WaitAnnotation wait, ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var name = wait.Resource.Name;
        var behavior = notifications.DefaultWaitBehavior;
        switch (wait.WaitType)
        {
            case WaitType.WaitUntilHealthy:
                await notifications.WaitForResourceHealthyAsync(name, behavior, cancellationToken);
                break;
            case WaitType.WaitUntilStarted:
                var started = await notifications.WaitForResourceAsync(
                    name, e => Is(e, KnownResourceStates.Running) || (behavior == WaitBehavior.StopOnResourceUnavailable && IsTerminal(e)), cancellationToken);
                Require(Is(started, KnownResourceStates.Running), $"{name} did not start.");
                break;
            case WaitType.WaitForCompletion:
                var completed = await notifications.WaitForResourceAsync(name, IsTerminal, cancellationToken);
                Require(!Is(completed, KnownResourceStates.FailedToStart), $"{name} failed to start.");
                Require(
                    completed.Snapshot.ExitCode == wait.ExitCode,
                    completed.Snapshot.ExitCode is { } code ? $"{name} ended with code {code}, not {wait.ExitCode}." : $"{name} was stopped.");
                break;
        }

        static bool Is(ResourceEvent change, string state) => change.Snapshot.State?.Text == state;

        static bool IsTerminal(ResourceEvent change) => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text);

        static void Require(bool condition, string otherwise)
        {
            if (!condition)
            {
                throw new DistributedApplicationException(otherwise);
            }
        }
    }
}
