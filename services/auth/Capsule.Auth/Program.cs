using Capsule.Auth;
using Capsule.Auth.Audit;
using Capsule.Auth.Passwords;
using Capsule.Auth.Secrets;
using Capsule.Auth.Sessions;
using Capsule.Auth.SigningKeys;
using Capsule.Auth.Tokens;
using Capsule.Auth.Users;
using Capsule.Messaging;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<AuthDbContext>("auth");
builder.AddServiceCache("auth");
builder.AddServiceAuthentication();
builder.AddMessaging<AuthDbContext>("auth");
builder.AddLimits();
builder.Services.AddValidation();
builder.Services.AddSecrets().AddPasswords().AddUsers().AddSigningKeys().AddTokens().AddSessions().AddAudit();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapUsers();
app.MapPasswords();
app.MapSigningKeys();
app.MapTokens();
app.MapSessions();
app.MapAudit();

app.Run();
