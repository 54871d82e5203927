using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes every resource in the form that deployment tools read.</summary>
internal sealed class ManifestWriter(Utf8JsonWriter json, string folder)
{
    private readonly ManifestReferences _references = new();
    private readonly ManifestBindings _bindings = new(json);

    public void Write(DistributedApplicationModel model)
    {
        _references.Reserve(model.Resources.Select(r => r.Name));
        json.WriteStartObject();
        json.WriteStartObject("resources");
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
            json.WriteStartObject(name);
            json.WriteString("type", "annotated.string");
            json.WriteString("value", parameter.ValueExpression);
            json.WriteString("filter", filter);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResource(IResource resource)
    {
        json.WriteStartObject(resource.Name);
        switch (resource)
        {
            case ContainerResource container:
                WriteContainer(container);
                break;
            case ProjectResource project:
                json.WriteString("type", "project.v0");
                json.WriteString("path", RelativePath(project.Annotations.OfType<IProjectMetadata>().Last().ProjectPath));
                WriteProcess(project);
                break;
            case ExecutableResource executable:
                json.WriteString("type", "executable.v0");
                json.WriteString("workingDirectory", RelativePath(executable.WorkingDirectory));
                json.WriteString("command", executable.Command);
                WriteProcess(executable);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter);
                break;
            case IResourceWithConnectionString value:
                json.WriteString("type", "value.v0");
                WriteConnectionString(value);
                break;
            default:
                json.WriteString("error", "This resource does not support generation in the manifest.");
                break;
        }

        json.WriteEndObject();
    }

    private void WriteContainer(ContainerResource container)
    {
        json.WriteString("type", "container.v0");
        WriteConnectionString(container as IResourceWithConnectionString);
        json.WriteString("image", container.TryGetContainerImageName(out var image)
            ? image
            : throw new DistributedApplicationException($"The container '{container.Name}' has no image."));
        if (container.Entrypoint is not null)
        {
            json.WriteString("entrypoint", container.Entrypoint);
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
        json.WriteString("type", "parameter.v0");
        json.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        json.WriteStartObject("inputs");
        json.WriteStartObject("value");
        json.WriteString("type", "string");
        if (parameter.Secret)
        {
            json.WriteBoolean("secret", true);
        }

        if (parameter.Default is { } fallback)
        {
            json.WriteStartObject("default");
            fallback.WriteToManifest(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteConnectionString(IResourceWithConnectionString? resource)
    {
        if (resource is not null)
        {
            json.WriteString("connectionString", _references.Expression(resource.ConnectionStringExpression));
        }
    }

    private void WriteVolumes(ContainerResource container)
    {
        var volumes = container.Annotations.OfType<ContainerMountAnnotation>().ToArray();
        if (volumes.Length == 0)
        {
            return;
        }

        json.WriteStartArray("volumes");
        foreach (var volume in volumes)
        {
            json.WriteStartObject();
            json.WriteString("name", volume.Source);
            json.WriteString("target", volume.Target);
            json.WriteBoolean("readOnly", volume.IsReadOnly);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteArguments(IResource resource)
    {
        var arguments = resource.CollectArguments();
        if (arguments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("args");
        foreach (var argument in arguments)
        {
            json.WriteStringValue(_references.Expression(argument));
        }

        json.WriteEndArray();
    }

    private void WriteEnvironment(IResource resource)
    {
        var variables = resource.CollectEnvironment();
        if (variables.Count == 0)
        {
            return;
        }

        json.WriteStartObject("env");
        foreach (var (name, value) in variables)
        {
            json.WriteString(name, _references.Expression(value));
        }

        json.WriteEndObject();
    }

    private string RelativePath(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
