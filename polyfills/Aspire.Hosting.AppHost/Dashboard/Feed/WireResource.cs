using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Hosting.Dashboard.Feed;

/// <summary>Translates a resource's state into what the dashboard understands.</summary>
internal static class WireResource
{
    private const string ParentName = "resource.parentName";

    internal static Wire.Resource From(ResourceEvent state)
    {
        var snapshot = state.Snapshot;
        var resource = new Wire.Resource
        {
            Name = state.ResourceId,
            Uid = state.ResourceId,
            DisplayName = state.Resource.Name,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            StateStyle = snapshot.State?.Style ?? "",
            CreatedAt = Time(snapshot.CreationTimeStamp),
            StartedAt = Time(snapshot.StartTimeStamp),
            StoppedAt = Time(snapshot.StopTimeStamp),
        };
        resource.Environment.AddRange(snapshot.EnvironmentVariables.Select(
            v => new EnvironmentVariable { Name = v.Name, Value = v.Value ?? "", IsFromSpec = v.IsFromSpec }));
        resource.Urls.AddRange(snapshot.Urls.Select(From));
        resource.Volumes.AddRange(snapshot.Volumes.Select(
            v => new Volume { Source = v.Source ?? "", Target = v.Target, MountType = v.MountType, IsReadOnly = v.IsReadOnly }));
        resource.Relationships.AddRange(snapshot.Relationships.Select(
            r => new Relationship { ResourceName = r.ResourceName, Type = r.Type }));
        resource.HealthReports.AddRange(snapshot.HealthReports.Select(From));
        resource.Commands.AddRange(snapshot.Commands.Select(From));
        resource.Properties.AddRange(Properties(state));
        return resource;
    }

    private static IEnumerable<Property> Properties(ResourceEvent state)
    {
        var snapshot = state.Snapshot;
        (string Name, object? Value)[] known =
        [
            ("resource.uid", state.ResourceId),
            ("resource.name", state.ResourceId),
            ("resource.type", snapshot.ResourceType),
            ("resource.displayName", state.Resource.Name),
            ("resource.state", snapshot.State?.Text),
            ("resource.exitCode", snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture)),
            ("resource.createTime", snapshot.CreationTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
            ("resource.startTime", snapshot.StartTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
            ("resource.stopTime", snapshot.StopTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
            ("resource.healthState", snapshot.HealthStatus?.ToString()),
        ];
        var all = known.Select(p => new Property { Name = p.Name, Value = ValueOf(p.Value) }).Concat(snapshot.Properties.Select(
            p => new Property { Name = p.Name, Value = ValueOf(p.Value), IsSensitive = p.IsSensitive }));

        // The dashboard nests a resource under another one by this property, not by the relationship.
        var parent = snapshot.Relationships.FirstOrDefault(r => r.Type == "Parent");
        return parent is null || snapshot.Properties.Any(p => p.Name == ParentName)
            ? all
            : all.Append(new Property { Name = ParentName, Value = ValueOf(parent.ResourceName) });
    }

    private static Url From(UrlSnapshot url) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        DisplayProperties = new UrlDisplayProperties
        {
            DisplayName = url.DisplayProperties.DisplayName,
            SortOrder = url.DisplayProperties.SortOrder,
        },
    };

    private static Command From(ResourceCommandSnapshot command) => new()
    {
        Name = command.Name,
        DisplayName = command.DisplayName,
        DisplayDescription = command.Options.Description ?? "",
        ConfirmationMessage = command.Options.ConfirmationMessage ?? "",
        IconName = command.Options.IconName ?? "",
        IconVariant = (Wire.IconVariant)(command.Options.IconVariant ?? ApplicationModel.IconVariant.Regular),
        IsHighlighted = command.Options.IsHighlighted,
        State = (CommandState)command.State,
    };

    private static HealthReport From(HealthReportSnapshot report)
    {
        var result = new HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            result.Status = status switch
            {
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => HealthStatus.Healthy,
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => HealthStatus.Degraded,
                _ => HealthStatus.Unhealthy,
            };
        }

        return result;
    }

    private static Timestamp? Time(DateTime? time) => time is { } value ? Timestamp.FromDateTime(value.ToUniversalTime()) : null;

    private static Value ValueOf(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        int number => Value.ForNumber(number),
        bool flag => Value.ForBool(flag),
        IEnumerable<string> texts => Value.ForList([.. texts.Select(Value.ForString)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };
}
