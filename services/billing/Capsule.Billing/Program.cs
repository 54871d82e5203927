using Capsule.Billing;
using Capsule.Billing.Customers;
using Capsule.Messaging;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<BillingDbContext>("billing");
builder.AddServiceCache("billing");
builder.AddServiceAuthentication();
builder.AddMessaging<BillingDbContext>("billing", consumers => consumers
    .AddConsumer<UserRegisteredConsumer>()
    .AddConsumer<UserEmailChangedConsumer>()
    .AddConsumer<UserClosedConsumer>()
    .AddConsumer<UserReopenedConsumer>());
builder.Services.AddScoped<CustomerTable>();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapCustomers();

app.Run();
