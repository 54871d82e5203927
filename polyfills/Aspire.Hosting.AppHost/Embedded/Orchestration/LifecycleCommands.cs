using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Embedded;

/// <summary>Start, stop and restart, for the dashboard and for code.</summary>
internal static class LifecycleCommands
{
    private static readonly string[] Busy = [KnownResourceStates.Starting, KnownResourceStates.Stopping];

    /// <summary>Gives a resource the three commands; they work on the instance that they are called for.</summary>
    internal static void Add(IResource resource, IReadOnlyList<ResourceRunner> instances)
    {
        Add(KnownResourceCommands.StartCommand, "Start", "Start resource", "Play", true,
            state => IsDown(state) ? ResourceCommandState.Enabled : Busy.Contains(state) ? ResourceCommandState.Disabled : ResourceCommandState.Hidden,
            runner => runner.StartAsync());
        Add(KnownResourceCommands.StopCommand, "Stop", "Stop resource", "Stop", true,
            state => IsDown(state) ? ResourceCommandState.Hidden : Busy.Contains(state) ? ResourceCommandState.Disabled : ResourceCommandState.Enabled,
            runner => runner.StopAsync());
        Add(KnownResourceCommands.RestartCommand, "Restart", "Restart resource", "ArrowCounterclockwise", false,
            state => state == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            async runner =>
            {
                await runner.StopAsync();
                await runner.StartAsync();
            });

        void Add(
            string name, string displayName, string description, string icon, bool isHighlighted,
            Func<string?, ResourceCommandState> state, Func<ResourceRunner, Task> execute) =>
            resource.Annotations.Add(new ResourceCommandAnnotation(
                name,
                displayName,
                async context =>
                {
                    await execute(instances.FirstOrDefault(runner => runner.Id == context.ResourceName) ?? instances[0]);
                    return CommandResults.Success();
                },
                new CommandOptions
                {
                    Description = description,
                    UpdateState = update => state(update.ResourceSnapshot.State?.Text),
                    IconName = icon,
                    IconVariant = isHighlighted ? IconVariant.Filled : IconVariant.Regular,
                    IsHighlighted = isHighlighted,
                }));
    }

    private static bool IsDown(string? state) =>
        state is null || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);
}
