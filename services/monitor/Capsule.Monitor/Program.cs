using Capsule.Contracts;
using Capsule.Messaging;
using Capsule.Monitor;
using Capsule.Monitor.Alerts;
using Capsule.Monitor.Events;
using Capsule.Web;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<MonitorDbContext>("monitor");
builder.AddServiceRedis();
builder.AddServiceAuthentication();
builder.AddMessaging<MonitorDbContext>(
    "monitor",
    consumers =>
        consumers
            .AddConsumer<EventCounter<UserRegistered>>()
            .AddConsumer<EventCounter<AccountStateChanged>>()
            .AddConsumer<EventCounter<SubscriptionActivated>>()
            .AddConsumer<EventCounter<DeploymentRequested>>()
            .AddConsumer<EventCounter<MigrationApplied>>()
            .AddConsumer<EventCounter<MigrationFailed>>()
);
builder.Services.AddAlerts().AddEvents();
builder.Services.DescribeTags(("Alerts", "Open and cleared alerts."), ("Events", "Counts of the events of all services."));

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapEvents();
app.MapAlerts();

app.Run();
