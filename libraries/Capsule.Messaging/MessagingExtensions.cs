using System.Net.Security;
using System.Security.Authentication;
using Capsule.Data;
using Capsule.Workers;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Capsule.Messaging;

/// <summary>Adds messaging to a service.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Adds <see cref="IEventPublisher"/>, the outbox's dispatcher, and the consumers that <paramref name="configure"/> adds. The broker's
    /// address comes from <c>ConnectionStrings:messaging</c>, <c>MESSAGING_URI</c> or <c>RABBITMQ_URL</c>; all other settings are in
    /// section <c>Messaging</c> (<see cref="MessagingOptions"/>).
    /// </summary>
    /// <typeparam name="TContext">
    /// The service's context, which must have the attribute <c>[LibrarySchema&lt;MessagingSchema&gt;]</c>.
    /// </typeparam>
    /// <param name="builder">The service's host.</param>
    /// <param name="service">The service's name, the first part of its queues' names.</param>
    /// <param name="configure">Adds consumers, and names events whose content is removed after delivery.</param>
    public static IHostApplicationBuilder AddMessaging<TContext>(
        this IHostApplicationBuilder builder,
        string service,
        Action<MessagingBuilder>? configure = null
    )
        where TContext : ServiceDbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(service);

        var consumers = new MessagingBuilder(service, typeof(TContext));
        configure?.Invoke(consumers);
        DeclaredConsumers.Check(service, consumers.Consumers.Select(consumer => consumer.Event), builder.Environment.IsDevelopment());

        builder
            .Services.AddOptions<MessagingOptions>()
            .BindConfiguration(MessagingOptions.Section)
            .Configure<IConfiguration>((options, configuration) => options.Redelivery.ReadList(configuration))
            .PostConfigure<IHostEnvironment>((options, environment) => options.AddSubscribers(service, environment.IsDevelopment()))
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MessagingOptions>, MessagingOptionsValidation>());
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider =>
            BrokerAddress.From(provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<IHostEnvironment>())
        );
        builder.Services.AddSingleton<EventTopology>();
        builder.Services.AddSingleton<MessagingTelemetry>();
        builder.Services.AddMetrics();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(MessagingTelemetry.Name, "MassTransit"));
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(MessagingTelemetry.Name, "MassTransit"));

        if (consumers.Consumers.Count > 0)
        {
            AddInbox(builder.Services, service, consumers.Consumers);
        }

        builder.Services.AddSingleton(new ForgottenEvents(consumers.Forgotten));
        AddOutbox<TContext>(builder.Services, service);
        builder
            .Services.AddHealthChecks()
            .AddCheck<BrokerHealthCheck>("messaging", tags: ["ready"])
            .AddCheck<OutboxHealthCheck>("outbox", tags: ["ready"]);
        return builder;
    }

    private static void AddOutbox<TContext>(IServiceCollection services, string service)
        where TContext : ServiceDbContext
    {
        services.AddSingleton<MessageIds>();
        services.AddScoped(static _ => new ConsumedMessage());
        services.AddScoped<IEventPublisher, EventPublisher<TContext>>();
        services.AddSingleton<IOutboxDatabase, OutboxDatabase<TContext>>();
        services.AddSingleton<DueEvents>();
        services.AddSingleton<OutboxTable>();
        services.AddSingleton<ExpiredMessageTable>();
        services.AddSingleton<DeadLetterTable>();
        services.AddSingleton<RedeliveryWake>();
        services.AddSingleton<OutboxWake>();
        services.AddSingleton<OutboxBatch>();
        services.AddSingleton(provider => new BrokerConnection(
            provider.GetRequiredService<BrokerAddress>(),
            provider.GetRequiredService<TimeProvider>(),
            $"{service} outbox"
        ));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EventSender>(provider, service));
        services.AddRecurringWork<OutboxDispatcher>();
        services.AddRecurringWork<OutboxListener>();
        services.AddRecurringWork<OutboxMaintenance>();
    }

    private static void AddInbox(IServiceCollection services, string service, IReadOnlyList<ConsumerRegistration> consumers)
    {
        services.AddSingleton(new ConsumerCatalog(consumers));
        services.AddSingleton<ConsumerRetry>();
        services.AddSingleton(typeof(GroupCommit<,,>));
        services.AddSingleton(typeof(InboxTransaction<,,>));
        services.AddRedelivery(service);
        services.Configure<MassTransitHostOptions>(host => host.ConsumerStopTimeout = TimeSpan.FromSeconds(5));
        foreach (var consumer in consumers)
        {
            services.TryAddTransient(consumer.Consumer);
        }

        services.PostConfigure<HealthCheckServiceOptions>(health =>
        {
            // BrokerHealthCheck replaces MassTransit's own check.
            foreach (var registration in health.Registrations.Where(registration => registration.Name == "masstransit-bus").ToList())
            {
                health.Registrations.Remove(registration);
            }
        });
        services.AddMassTransit(bus =>
        {
            foreach (var consumer in consumers)
            {
                bus.AddConsumer(consumer.InboxConsumer);
            }

            bus.UsingRabbitMq((context, rabbit) => Configure(context, rabbit, service));
        });
        services.RemoveMassTransitHostedService();
        services.AddSingleton<ConsumerEndpoints>();
        services.AddRecurringWork<ConsumerHost>();
    }

    private static void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, string service)
    {
        var address = context.GetRequiredService<BrokerAddress>();
        rabbit.Host(
            address.Host,
            (ushort)address.Port,
            address.VirtualHost,
            service,
            host =>
            {
                host.Username(address.User);
                host.Password(address.Password);
                if (address.Tls)
                {
                    host.UseSsl(tls =>
                    {
                        tls.ServerName = address.Host;
                        tls.Protocol = SslProtocols.None;

                        // By default MassTransit accepts any certificate.
                        tls.EnforcePolicyErrors(SslPolicyErrors.RemoteCertificateChainErrors);
                    });
                }
            }
        );
        rabbit.MessageTopology.SetEntityNameFormatter(new EventExchangeNames(context.GetRequiredService<EventTopology>()));
    }
}
