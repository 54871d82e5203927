namespace Aspire.Hosting.Embedded;

/// <summary>How a RabbitMQ server is to be.</summary>
/// <param name="User">Its administrator.</param>
/// <param name="Password">The administrator's password.</param>
/// <param name="ManagementPort">The port of its management page; null for none.</param>
internal sealed record RabbitMQSettings(string User, string Password, int? ManagementPort);
