using Capsule.Auth;
using Capsule.Contracts;
using Capsule.Messaging;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<AuthDbContext>("auth");
builder.AddServiceRedis();
builder.AddServiceAuthentication();
builder.AddMessaging<AuthDbContext>("auth", messaging => messaging.ForgetDelivered<EmailRequested>().AddMailbox(builder.Environment));
builder.AddWeb();
builder.Services.AddAreas(builder.Environment);

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapAreas();

app.Run();
