using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Capsule.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>Creates a broker user for each service, which may use only the service's queues and the exchanges of its events.</summary>
internal static class BrokerUsers
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Connects a program to the broker as a service's user.</summary>
    public static IResourceBuilder<ProjectResource> WithBroker(
        this IResourceBuilder<ProjectResource> program,
        IResourceBuilder<RabbitMQServerResource> broker,
        string user,
        IResourceBuilder<ParameterResource> password
    )
    {
        var endpoint = broker.Resource.PrimaryEndpoint;
        return program
            .WithEnvironment(
                $"ConnectionStrings__{broker.Resource.Name}",
                ReferenceExpression.Create(
                    $"amqp://{user}:{password:uri}@{endpoint.Property(EndpointProperty.Host)}:{endpoint.Property(EndpointProperty.Port)}"
                )
            )
            .WithAnnotation(new BrokerUser(user, password.Resource));
    }

    /// <summary>Creates the users, or updates their passwords and permissions, whenever the broker starts.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithUsersOfServices(this IResourceBuilder<RabbitMQServerResource> broker)
    {
        var builder = broker.ApplicationBuilder;
        builder.Eventing.Subscribe<ResourceReadyEvent>(
            broker.Resource,
            async (ready, cancellationToken) =>
            {
                var definitions = await DefinitionsAsync(builder.Resources, builder.ExecutionContext.IsRunMode, cancellationToken);
                var logger = ready.Services.GetRequiredService<ResourceLoggerService>().GetLogger(broker.Resource);
                await ImportAsync(broker.Resource, definitions, logger, cancellationToken);
            }
        );
        return broker;
    }

    private static async Task<object> DefinitionsAsync(
        IResourceCollection resources,
        bool isDevelopment,
        CancellationToken cancellationToken
    )
    {
        var routes = EventRoutes.Of(isDevelopment);
        var users = resources.SelectMany(resource => resource.Annotations.OfType<BrokerUser>()).DistinctBy(user => user.Name).ToList();
        var passwords = await Task.WhenAll(users.Select(user => user.Password.GetValueAsync(cancellationToken).AsTask()));
        return new
        {
            users = users.Zip(
                passwords,
                (user, password) =>
                    new
                    {
                        name = user.Name,
                        password,
                        tags = "",
                    }
            ),
            permissions = users
                .Select(user => (user.Name, May: BrokerPermissions.Of(user.Name, routes)))
                .Select(user => new
                {
                    user = user.Name,
                    vhost = "/",
                    configure = user.May.Configure,
                    write = user.May.Write,
                    read = user.May.Read,
                }),
        };
    }

    // The management API becomes available a moment after the broker.
    private static async Task ImportAsync(
        RabbitMQServerResource broker,
        object definitions,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        using var client = new HttpClient { BaseAddress = new Uri(broker.GetEndpoint("management").Url) };
        var administrator =
            $"{await broker.UserNameReference.GetValueAsync(cancellationToken)}:{await broker.PasswordParameter.GetValueAsync(cancellationToken)}";
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(administrator))
        );
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.PostAsJsonAsync("api/definitions", definitions, cancellationToken);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException exception) when (TimeProvider.System.GetElapsedTime(start) < Timeout)
            {
                logger.LogDebug("The users of services could not be created; trying again in {Pause}: {Reason}", Pause, exception.Message);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private sealed record BrokerUser(string Name, ParameterResource Password) : IResourceAnnotation;
}
