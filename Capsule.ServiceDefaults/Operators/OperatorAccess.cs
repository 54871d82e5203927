using Capsule.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Capsule.ServiceDefaults.Operators;

/// <summary>Decides who sees details of a service's health: everybody in Development, elsewhere operators and the services themselves.</summary>
internal sealed class OperatorAccess(IHostEnvironment environment, TimeProvider timeProvider, IOptions<IntrospectionOptions> services)
{
    public const string Scope = Scopes.MonitoringRead;

    private static readonly TimeSpan KeepAnswers = TimeSpan.FromSeconds(1);
    private static readonly ScopeRequirement Requirement = new(Scope);

    /// <summary>Whether details are open to all.</summary>
    public bool IsOpen => environment.IsDevelopment();

    public bool IsGranted(HttpContext context) =>
        IsOpen || Requirement.IsMetBy(context.User) || ServiceCredentials.ArePresented(context.Request, services.Value);

    /// <summary>Shares what costs something between callers; in Development every answer is new.</summary>
    public SharedAnswer<T> Share<T>(Func<Task<T>> ask) => new(IsOpen ? TimeSpan.Zero : KeepAnswers, timeProvider, ask);
}
