using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Grpc;
using Aspire.Hosting.Dashboard.Wire;

namespace Aspire.Hosting.Dashboard.Feed;

/// <summary>The methods of <c>aspire.v1.DashboardService</c>.</summary>
internal sealed class ResourceServiceMethods(
    string applicationName, ResourceFeed feed, ResourceLoggerService loggers, ResourceCommandService commands)
{
    // The dashboard takes messages of up to 16 MB; a line longer than this is cut.
    private const int CharactersPerUpdate = 1024 * 1024;

    /// <summary>The method of that path; null when there is none.</summary>
    internal Func<GrpcCall, Task>? Find(string? path) => path switch
    {
        "/aspire.v1.DashboardService/GetApplicationInformation" => GetApplicationInformationAsync,
        "/aspire.v1.DashboardService/WatchResources" => WatchResourcesAsync,
        "/aspire.v1.DashboardService/WatchResourceConsoleLogs" => WatchResourceConsoleLogsAsync,
        "/aspire.v1.DashboardService/ExecuteResourceCommand" => ExecuteResourceCommandAsync,
        "/aspire.v1.DashboardService/WatchInteractions" => WatchInteractionsAsync,
        _ => null,
    };

    private async Task GetApplicationInformationAsync(GrpcCall call)
    {
        await call.RequestAsync(ApplicationInformationRequest.Parser);
        await call.ReplyAsync(new ApplicationInformationResponse { ApplicationName = applicationName });
    }

    private async Task WatchResourcesAsync(GrpcCall call)
    {
        await call.RequestAsync(WatchResourcesRequest.Parser);
        var (states, version) = feed.Since(0);
        await call.ReplyAsync(new WatchResourcesUpdate { InitialData = new() { Resources = { states.Select(WireResource.From) } } });
        while (true)
        {
            await feed.ChangeAsync(version, call.Ended);
            (states, version) = feed.Since(version);
            var changes = states.Select(state => new WatchResourcesChange { Upsert = WireResource.From(state) });
            await call.ReplyAsync(new WatchResourcesUpdate { Changes = new() { Value = { changes } } });
        }
    }

    private async Task WatchResourceConsoleLogsAsync(GrpcCall call)
    {
        var request = await call.RequestAsync(WatchResourceConsoleLogsRequest.Parser);
        await call.AcceptAsync();
        if (request.SuppressFollow)
        {
            await SendAsync(call, loggers.GetBacklog(request.ResourceName));
            return;
        }

        await foreach (var lines in loggers.WatchAsync(request.ResourceName).WithCancellation(call.Ended))
        {
            await SendAsync(call, lines);
        }
    }

    private static async Task SendAsync(GrpcCall call, IReadOnlyList<LogLine> lines)
    {
        var (update, characters) = (new WatchResourceConsoleLogsUpdate(), 0);
        foreach (var line in lines)
        {
            var text = line.Content.Length > CharactersPerUpdate ? line.Content[..CharactersPerUpdate] : line.Content;
            if (characters + text.Length > CharactersPerUpdate)
            {
                await call.ReplyAsync(update);
                (update, characters) = (new WatchResourceConsoleLogsUpdate(), 0);
            }

            characters += text.Length;
            update.LogLines.Add(new ConsoleLogLine { LineNumber = line.LineNumber, Text = text, IsStdErr = line.IsErrorMessage });
        }

        await call.ReplyAsync(update);
    }

    private async Task ExecuteResourceCommandAsync(GrpcCall call)
    {
        var request = await call.RequestAsync(ResourceCommandRequest.Parser);
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, call.Ended);
        await call.ReplyAsync(new ResourceCommandResponse
        {
            Kind = result.Success ? CommandResultKind.Succeeded : result.Canceled ? CommandResultKind.Cancelled : CommandResultKind.Failed,
            ErrorMessage = result.ErrorMessage ?? "",
        });
    }

    // Embedded mode never asks the user anything; the dashboard expects the stream to stay open all the same.
    private static async Task WatchInteractionsAsync(GrpcCall call)
    {
        await call.AcceptAsync();
        await call.DrainAsync();
    }
}
