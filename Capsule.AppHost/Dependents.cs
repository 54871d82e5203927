/// <summary>Finds the programs that wait for a resource.</summary>
internal static class Dependents
{
    /// <summary>
    /// Returns the names of the programs that wait for the resource, directly or through others. Compares resources by name, because a
    /// local server replaces the container that others refer to.
    /// </summary>
    public static IReadOnlyList<string> Of(IResource failed, DistributedApplicationModel model)
    {
        var waiting = new HashSet<string>(StringComparer.Ordinal) { failed.Name };
        int before;
        do
        {
            before = waiting.Count;
            waiting.UnionWith(model.Resources.Where(resource => IsHeldBy(resource, waiting)).Select(resource => resource.Name).ToList());
        } while (waiting.Count > before);

        var programs = model.Resources.OfType<ProjectResource>().Select(resource => resource.Name);
        return [.. programs.Where(name => name != failed.Name && waiting.Contains(name)).Order(StringComparer.Ordinal)];
    }

    private static bool IsHeldBy(IResource resource, HashSet<string> others) =>
        resource.Annotations.OfType<WaitAnnotation>().Any(wait => others.Contains(wait.Resource.Name))
        || (resource is IResourceWithParent child && others.Contains(child.Parent.Name));
}
