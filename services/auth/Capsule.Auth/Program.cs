using Capsule.Auth;
using Capsule.Auth.Users;
using Capsule.Messaging;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<AuthDbContext>("auth");
builder.AddServiceCache("auth");
builder.AddMessaging<AuthDbContext>("auth");
builder.Services.AddValidation();
builder.Services.AddUsers();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapUsers();

app.Run();
