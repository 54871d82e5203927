using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Capsule.Security;

/// <summary>
/// Decides who may see the details of a service's health: everyone in Development; elsewhere operators and the services themselves.
/// </summary>
internal sealed class OperatorAccess(IHostEnvironment environment, IOptions<IntrospectionOptions> services)
{
    public const string Scope = Scopes.MonitoringRead;

    private static readonly ScopeRequirement Requirement = new(Scope);

    /// <summary>Whether everyone may see the details.</summary>
    public bool IsOpen => environment.IsDevelopment();

    public bool IsGranted(HttpContext context) =>
        IsOpen || Requirement.IsMetBy(context.User) || ServiceCredentials.ArePresented(context.Request, services.Value);
}
