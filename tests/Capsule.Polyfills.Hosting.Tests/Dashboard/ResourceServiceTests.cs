using Aspire.Hosting.Dashboard.Grpc;
using Aspire.Hosting.Dashboard.Wire;
using Microsoft.Extensions.Logging;

namespace Capsule.Polyfills.Hosting.Tests.Dashboard;

public sealed class ResourceServiceTests
{
    [Fact]
    public async Task A_caller_with_the_key_is_told_the_applications_name()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();

        var reply = await client.CallAsync("GetApplicationInformation", new ApplicationInformationRequest(), ApplicationInformationResponse.Parser);

        Assert.Equal("Rig", reply.ApplicationName);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another key")]
    public async Task A_caller_without_the_key_is_told_nothing(string? key)
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect(key);

        using var call = await client.OpenAsync("WatchResources", new WatchResourcesRequest());

        Assert.Equal(GrpcStatus.Unauthenticated, (await call.EndAsync()).Code);
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented_in_the_form_that_gRPC_asks_for()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();

        using var call = await client.OpenAsync("Nothing", new WatchResourcesRequest());

        Assert.Equal((GrpcStatus.Unimplemented, "There is no method /aspire.v1.DashboardService/Nothing."), await call.EndAsync());
        Assert.Equal(200, (int)call.Response.StatusCode);
        Assert.Equal("application/grpc", call.Response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_watcher_gets_all_resources_first()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();

        var resources = (await FirstAsync(client)).ToDictionary(resource => resource.Name);

        var api = resources["api"];
        Assert.Equal(("Executable", "api", "Running", "success"), (api.ResourceType, api.DisplayName, api.State, api.StateStyle));
        Assert.Equal(new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc), api.StartedAt.ToDateTime());
        Assert.Equal(("http", "http://localhost:7210", "API"), (api.Urls[0].EndpointName, api.Urls[0].FullUrl, api.Urls[0].DisplayProperties.DisplayName));
        Assert.Equal(("GREETING", "hello", true), (api.Environment[0].Name, api.Environment[0].Value, api.Environment[0].IsFromSpec));
        Assert.Equal(("api_check", HealthStatus.Healthy, "fine"), (api.HealthReports[0].Key, api.HealthReports[0].Status, api.HealthReports[0].Description));
        Assert.Equal("Healthy", Text(api, "resource.healthState"));
        Assert.Equal("/bin/sh", Text(api, "executable.path"));
        Assert.Equal(["-c", "true"], Property(api, "executable.args").ListValue.Values.Select(value => value.StringValue));
        Assert.Equal(42, Property(api, "executable.pid").NumberValue);
        Assert.Equal(("greet", "Greet", CommandState.Enabled), api.Commands.Where(c => c.Name == "greet").Select(c => (c.Name, c.DisplayName, c.State)).Single());
        Assert.Equal(("Exited", "3"), (resources["pg"].State, Text(resources["pg"], "resource.exitCode")));
        Assert.Equal(("auth_db_data", "volume"), (resources["pg"].Volumes[0].Source, resources["pg"].Volumes[0].MountType));
        Assert.Equal("pg", Text(resources["db"], "resource.parentName"));
        Assert.Contains(resources["db"].Relationships, r => r is { ResourceName: "pg", Type: "Parent" });
    }

    [Fact]
    public async Task A_watcher_gets_every_last_state_and_a_new_resource()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        using var call = await client.OpenAsync("WatchResources", new WatchResourcesRequest());
        await call.NextAsync(WatchResourcesUpdate.Parser);

        for (var i = 0; i <= 1000; i++)
        {
            await rig.SetStateAsync($"State {i}");
        }

        await rig.Notifications.PublishUpdateAsync(rig.Api, "api-2", s => s with { State = "New" });

        var seen = new Dictionary<string, string>();
        while (seen.GetValueOrDefault("api") != "State 1000" || seen.GetValueOrDefault("api-2") != "New")
        {
            foreach (var change in (await call.NextAsync(WatchResourcesUpdate.Parser))!.Changes.Value)
            {
                seen[change.Upsert.Name] = change.Upsert.State;
            }
        }
    }

    [Fact]
    public async Task Logs_are_followed_line_by_line()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        var logger = rig.Loggers.GetLogger(rig.Api.Name);
        logger.LogInformation("one");
        using var call = await client.OpenAsync("WatchResourceConsoleLogs", new WatchResourceConsoleLogsRequest { ResourceName = "api" });
        var first = await call.NextAsync(WatchResourceConsoleLogsUpdate.Parser);

        logger.LogError("two");
        var second = await call.NextAsync(WatchResourceConsoleLogsUpdate.Parser);
        rig.Loggers.Complete(rig.Api.Name);

        Assert.EndsWith(" one", Assert.Single(first!.LogLines).Text, StringComparison.Ordinal);
        Assert.Equal((2, true), (Assert.Single(second!.LogLines).LineNumber, second.LogLines[0].IsStdErr));
        Assert.Equal(GrpcStatus.Ok, (await call.EndAsync()).Code);
    }

    [Fact]
    public async Task Logs_that_are_not_followed_end_and_come_in_messages_that_the_dashboard_takes()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        var line = new string('x', 900_000);
        for (var i = 0; i < 5; i++)
        {
            rig.Loggers.GetLogger(rig.Api.Name).LogInformation("{Line}", line);
        }

        using var call = await client.OpenAsync("WatchResourceConsoleLogs", new WatchResourceConsoleLogsRequest { ResourceName = "api", SuppressFollow = true });
        var updates = new List<WatchResourceConsoleLogsUpdate>();
        while (await call.NextAsync(WatchResourceConsoleLogsUpdate.Parser) is { } update)
        {
            updates.Add(update);
        }

        Assert.Equal([1, 2, 3, 4, 5], updates.SelectMany(update => update.LogLines).Select(l => l.LineNumber));
        Assert.All(updates, update => Assert.InRange(update.CalculateSize(), 900_000, 2_000_000));
        Assert.Equal(GrpcStatus.Ok, call.Status.Code);
    }

    [Theory]
    [InlineData("api", "greet", CommandResultKind.Succeeded, "")]
    [InlineData("api", "leave", CommandResultKind.Cancelled, "")]
    [InlineData("api", "dance", CommandResultKind.Failed, "Command 'dance' not available for resource 'api'.")]
    [InlineData("nobody", "greet", CommandResultKind.Failed, "Resource 'nobody' not found.")]
    internal async Task A_command_is_executed_and_its_outcome_told(string resource, string command, CommandResultKind kind, string message)
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();

        var reply = await client.CallAsync(
            "ExecuteResourceCommand", new ResourceCommandRequest { ResourceName = resource, CommandName = command }, ResourceCommandResponse.Parser);

        Assert.Equal((kind, message), (reply.Kind, reply.ErrorMessage));
        Assert.Equal(kind == CommandResultKind.Succeeded ? ["api"] : [], rig.Greeted);
    }

    [Fact]
    public async Task The_dashboard_is_told_what_to_ask_before_a_command()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();

        var command = (await FirstAsync(client)).Single(resource => resource.Name == "api").Commands.Single(c => c.Name == "leave");

        Assert.Equal(("Leave", "Goes", "Really?"), (command.DisplayName, command.DisplayDescription, command.ConfirmationMessage));
    }

    [Fact]
    public async Task Interactions_stay_open_in_silence_until_the_dashboard_is_done()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        var done = new TaskCompletionSource();
        using var call = await client.OpenAsync("WatchInteractions", new OpenContent(done.Task));

        var ended = call.EndAsync();
        await client.CallAsync("GetApplicationInformation", new ApplicationInformationRequest(), ApplicationInformationResponse.Parser);
        Assert.False(ended.IsCompleted);
        done.SetResult();

        Assert.Equal(GrpcStatus.Ok, (await ended).Code);
    }

    [Fact]
    public async Task A_deadline_ends_a_stream()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        using var call = await client.OpenAsync("WatchResources", new WatchResourcesRequest(), timeout: "50m");
        await call.NextAsync(WatchResourcesUpdate.Parser);

        Assert.Equal(GrpcStatus.DeadlineExceeded, (await call.EndAsync()).Code);
    }

    [Fact]
    public async Task Open_streams_end_when_the_service_stops()
    {
        var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        using var call = await client.OpenAsync("WatchResources", new WatchResourcesRequest());
        await call.NextAsync(WatchResourcesUpdate.Parser);

        await rig.DisposeAsync();

        Assert.Equal(GrpcStatus.Ok, (await call.EndAsync()).Code);
    }

    [Theory]
    [InlineData(new byte[] { }, GrpcStatus.InvalidArgument)]
    [InlineData(new byte[] { 0, 0, 0 }, GrpcStatus.InvalidArgument)]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, GrpcStatus.InvalidArgument)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0xff, 0xff }, GrpcStatus.InvalidArgument)]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, GrpcStatus.Unimplemented)]
    [InlineData(new byte[] { 0, 0xff, 0xff, 0xff, 0xff }, GrpcStatus.ResourceExhausted)]
    internal async Task A_broken_request_gets_a_status(byte[] body, GrpcStatus status)
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();

        using var call = await client.OpenAsync("GetApplicationInformation", new ByteArrayContent(body));

        Assert.Equal(status, (await call.EndAsync()).Code);
    }

    [Fact]
    public async Task A_request_may_arrive_byte_by_byte()
    {
        await using var rig = await DashboardRig.StartAsync();
        using var client = rig.Connect();
        var body = GrpcTestClient.Frame(new WatchResourceConsoleLogsRequest { ResourceName = "api", SuppressFollow = true });
        rig.Loggers.GetLogger(rig.Api.Name).LogInformation("one");

        using var call = await client.OpenAsync("WatchResourceConsoleLogs", new DrippingContent(body));

        Assert.Single((await call.NextAsync(WatchResourceConsoleLogsUpdate.Parser))!.LogLines);
    }

    private static async Task<IEnumerable<Aspire.Hosting.Dashboard.Wire.Resource>> FirstAsync(GrpcTestClient client)
    {
        using var call = await client.OpenAsync("WatchResources", new WatchResourcesRequest());
        var update = await call.NextAsync(WatchResourcesUpdate.Parser);
        Assert.Equal(WatchResourcesUpdate.KindOneofCase.InitialData, update!.KindCase);
        return update.InitialData.Resources;
    }

    private static Google.Protobuf.WellKnownTypes.Value Property(Aspire.Hosting.Dashboard.Wire.Resource resource, string name) =>
        resource.Properties.Single(property => property.Name == name).Value;

    private static string Text(Aspire.Hosting.Dashboard.Wire.Resource resource, string name) => Property(resource, name).StringValue;

    private sealed class OpenContent(Task done) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.FlushAsync();
            await done;
        }

        protected override bool TryComputeLength(out long length) => (length = 0) != 0;
    }

    private sealed class DrippingContent(byte[] body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            foreach (var single in body)
            {
                await stream.WriteAsync(new[] { single });
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length) => (length = 0) != 0;
    }
}
