namespace Capsule.Testing;

/// <summary>Where the servers of a test run listen.</summary>
/// <param name="Postgres">Npgsql connection string of a superuser.</param>
/// <param name="Redis">StackExchange.Redis configuration string.</param>
/// <param name="RabbitMq">AMQP address with user and password.</param>
/// <param name="RabbitMqManagement">HTTP address of RabbitMQ's management plugin; empty where it does not run.</param>
public sealed record ServerAddresses(string Postgres, string Redis, string RabbitMq, string RabbitMqManagement);
