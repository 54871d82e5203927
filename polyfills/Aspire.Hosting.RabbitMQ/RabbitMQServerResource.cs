namespace Aspire.Hosting.ApplicationModel;

/// <summary>A RabbitMQ broker.</summary>
public class RabbitMQServerResource : ContainerResource, IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";
    internal const string ManagementEndpointName = "management";

    private const string DefaultUserName = "guest";

    /// <summary>Declares a broker whose user has that name, guest where it is null, and password.</summary>
    public RabbitMQServerResource(string name, ParameterResource? userName, ParameterResource password)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(password);
        PrimaryEndpoint = new EndpointReference(this, PrimaryEndpointName);
        ManagementEndpoint = new EndpointReference(this, ManagementEndpointName);
        UserNameParameter = userName;
        PasswordParameter = password;
    }

    /// <summary>Where the broker listens.</summary>
    public EndpointReference PrimaryEndpoint { get; }

    /// <summary>Where its management page is, if it has one.</summary>
    public EndpointReference ManagementEndpoint { get; }

    /// <summary>The user's name, if it is not guest.</summary>
    public ParameterResource? UserNameParameter { get; }

    /// <summary>The user's password.</summary>
    public ParameterResource PasswordParameter { get; }

    /// <summary>The user's name.</summary>
    public ReferenceExpression UserNameReference => UserNameParameter is { } user
        ? ReferenceExpression.Create($"{user}")
        : ReferenceExpression.Create($"{DefaultUserName}");

    /// <summary>The broker's host.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>The broker's port.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => UriExpression;

    /// <summary>The broker's address as an <c>amqp://</c> URI.</summary>
    public ReferenceExpression UriExpression
    {
        get
        {
            var address = PrimaryEndpoint.Property(EndpointProperty.HostAndPort);
            return UserNameParameter is { } user
                ? ReferenceExpression.Create($"amqp://{user:uri}:{PasswordParameter:uri}@{address}")
                : ReferenceExpression.Create($"amqp://{DefaultUserName}:{PasswordParameter:uri}@{address}");
        }
    }

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Host}")),
        new("Port", ReferenceExpression.Create($"{Port}")),
        new("Username", UserNameReference),
        new("Password", ReferenceExpression.Create($"{PasswordParameter}")),
        new("Uri", UriExpression),
    ];
}
