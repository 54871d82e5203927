using Capsule.Billing;
using Capsule.Billing.Customers;
using Capsule.Messaging;
using Capsule.Web;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<BillingDbContext>("billing");
builder.AddServiceRedis();
builder.AddServiceAuthentication();
builder.AddMessaging<BillingDbContext>(
    "billing",
    consumers => consumers.AddConsumer<UserRegisteredConsumer>().AddConsumer<AccountStateChangedConsumer>()
);
builder.Services.AddCustomers();
builder.Services.DescribeTags(("Customers", "Customers and their subscriptions."));

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapCustomers();

app.Run();
