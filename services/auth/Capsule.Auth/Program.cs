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

// The areas, from the lowest to the highest: each uses only those before it.
builder
    .Services.AddSecrets()
    .AddCleanup()
    .AddAudit()
    .AddUsers()
    .AddEmails()
    .AddCredentials()
    .AddKeys()
    .AddTokens()
    .AddSessions()
    .AddApiKeys()
    .AddAccounts()
    .AddSignIn()
    .AddOAuth()
    .AddAdministration(builder.Environment);

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapAudit();
app.MapUsers();
app.MapEmails();
app.MapSessions();
app.MapApiKeys();
app.MapAccounts();
app.MapSignIn();
app.MapOAuth();
app.MapAdministration();

app.Run();
