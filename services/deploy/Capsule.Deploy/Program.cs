using Capsule.Deploy;
using Capsule.Deploy.Deployments;
using Capsule.Deploy.Quotas;
using Capsule.Messaging;
using Capsule.Web;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<DeployDbContext>("deploy");
builder.AddServiceRedis();
builder.AddServiceAuthentication();
builder.AddMessaging<DeployDbContext>(
    "deploy",
    consumers => consumers.AddConsumer<SubscriptionActivatedConsumer>().AddConsumer<AccountStateChangedConsumer>()
);
builder.Services.AddValidation();
builder.Services.AddQuotas().AddDeployments();
builder.Services.DescribeTags(("Deployments", "Deployments of users."), ("Quotas", "Limits of what a user may deploy."));

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapQuotas();
app.MapDeployments();

app.Run();
