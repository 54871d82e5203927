using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes endpoints; a port that nobody chose is left to the deployment tool or taken from 8000 upwards.</summary>
internal sealed class ManifestBindings(Utf8JsonWriter json)
{
    private int _next = 8000;

    public void Write(IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToArray();
        if (endpoints.Length == 0)
        {
            return;
        }

        json.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            var isDefault = endpoints.First(e => e.UriScheme == endpoint.UriScheme) == endpoint;
            WriteEndpoint(endpoint, TargetPort(resource, endpoint, isDefault));
        }

        json.WriteEndObject();
    }

    private int? TargetPort(IResource resource, EndpointAnnotation endpoint, bool isDefault) => (resource, endpoint) switch
    {
        (_, { TargetPort: { } chosen }) => chosen,
        (ContainerResource, { Port: { } same }) => same,
        (ProjectResource, { UriScheme: "http" or "https" }) when isDefault => null,
        _ => _next++,
    };

    private void WriteEndpoint(EndpointAnnotation endpoint, int? targetPort)
    {
        json.WriteStartObject(endpoint.Name);
        json.WriteString("scheme", endpoint.UriScheme);
        json.WriteString("protocol", endpoint.Protocol.ToString().ToLowerInvariant());
        json.WriteString("transport", endpoint.Transport);
        if (endpoint.Port is { } port && port != targetPort)
        {
            json.WriteNumber("port", port);
        }

        if (targetPort is { } target)
        {
            json.WriteNumber("targetPort", target);
        }

        if (endpoint.IsExternal)
        {
            json.WriteBoolean("external", true);
        }

        json.WriteEndObject();
    }
}
