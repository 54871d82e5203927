using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes every resource in the form that deployment tools read.</summary>
internal sealed class ManifestWriter(ManifestPublishingContext context)
{
    private readonly ManifestReferences _references = new();
    private readonly ManifestBindings _bindings = new(context.Writer);

    private Utf8JsonWriter Json => context.Writer;

    public async Task WriteAsync(DistributedApplicationModel model)
    {
        _references.Reserve(model.Resources.Select(r => r.Name));
        Json.WriteStartObject();
        Json.WriteStartObject("resources");
        foreach (var resource in model.Resources)
        {
            WriteResource(resource);
        }

        // Generated passwords are used by resources without having been added themselves.
        foreach (var resource in _references.Used.Except(model.Resources).ToArray())
        {
            WriteResource(resource);
        }

        foreach (var (name, parameter, filter) in _references.Encoded)
        {
            Json.WriteStartObject(name);
            Json.WriteString("type", "annotated.string");
            Json.WriteString("value", parameter.ValueExpression);
            Json.WriteString("filter", filter);
            Json.WriteEndObject();
        }

        Json.WriteEndObject();
        Json.WriteEndObject();
        await Json.FlushAsync(context.CancellationToken);
    }

    private void WriteResource(IResource resource)
    {
        Json.WriteStartObject(resource.Name);
        switch (resource)
        {
            case ContainerResource container:
                WriteContainer(container);
                break;
            case ProjectResource project:
                Json.WriteString("type", "project.v0");
                Json.WriteString("path", RelativePath(project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath));
                WriteProcess(project);
                break;
            case ExecutableResource executable:
                Json.WriteString("type", "executable.v0");
                Json.WriteString("workingDirectory", RelativePath(executable.WorkingDirectory));
                Json.WriteString("command", executable.Command);
                WriteProcess(executable);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter);
                break;
            case IResourceWithConnectionString value:
                Json.WriteString("type", "value.v0");
                WriteConnectionString(value);
                break;
            default:
                Json.WriteString("error", "This resource does not support generation in the manifest.");
                break;
        }

        Json.WriteEndObject();
    }

    private void WriteContainer(ContainerResource container)
    {
        Json.WriteString("type", "container.v0");
        WriteConnectionString(container as IResourceWithConnectionString);
        Json.WriteString("image", container.TryGetContainerImageName(out var image)
            ? image
            : throw new DistributedApplicationException($"The container '{container.Name}' has no image."));
        if (container.Entrypoint is not null)
        {
            Json.WriteString("entrypoint", container.Entrypoint);
        }

        WriteArguments(container);
        WriteVolumes(container);
        WriteEnvironment(container);
        _bindings.Write(container);
    }

    private void WriteProcess(IResource resource)
    {
        WriteArguments(resource);
        WriteEnvironment(resource);
        _bindings.Write(resource);
    }

    private void WriteParameter(ParameterResource parameter)
    {
        Json.WriteString("type", "parameter.v0");
        Json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Json.WriteStartObject("inputs");
        Json.WriteStartObject("value");
        Json.WriteString("type", "string");
        if (parameter.Secret)
        {
            Json.WriteBoolean("secret", true);
        }

        if (parameter.Default is { } fallback)
        {
            Json.WriteStartObject("default");
            fallback.WriteToManifest(context);
            Json.WriteEndObject();
        }

        Json.WriteEndObject();
        Json.WriteEndObject();
    }

    private void WriteConnectionString(IResourceWithConnectionString? resource)
    {
        if (resource is not null)
        {
            Json.WriteString("connectionString", _references.Expression(resource.ConnectionStringExpression));
        }
    }

    private void WriteVolumes(ContainerResource container)
    {
        var volumes = container.Annotations.OfType<ContainerMountAnnotation>().ToArray();
        if (volumes.Length == 0)
        {
            return;
        }

        Json.WriteStartArray("volumes");
        foreach (var volume in volumes)
        {
            Json.WriteStartObject();
            if (volume.Source is { } name)
            {
                Json.WriteString("name", name);
            }

            Json.WriteString("target", volume.Target);
            Json.WriteBoolean("readOnly", volume.IsReadOnly);
            Json.WriteEndObject();
        }

        Json.WriteEndArray();
    }

    private void WriteArguments(IResource resource)
    {
        var arguments = resource.CollectArguments();
        if (arguments.Count == 0)
        {
            return;
        }

        Json.WriteStartArray("args");
        foreach (var argument in arguments)
        {
            Json.WriteStringValue(_references.Expression(argument));
        }

        Json.WriteEndArray();
    }

    private void WriteEnvironment(IResource resource)
    {
        var variables = resource.CollectEnvironment();
        if (variables.Count == 0)
        {
            return;
        }

        Json.WriteStartObject("env");
        foreach (var (name, value) in variables)
        {
            Json.WriteString(name, _references.Expression(value));
        }

        Json.WriteEndObject();
    }

    private string RelativePath(string path) =>
        Path.GetRelativePath(Path.GetDirectoryName(context.ManifestPath)!, path).Replace('\\', '/');
}
