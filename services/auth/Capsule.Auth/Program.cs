using Capsule.Auth;
using Capsule.Auth.Accounts;
using Capsule.Auth.AccountTokens;
using Capsule.Auth.Administration;
using Capsule.Auth.ApiKeys;
using Capsule.Auth.Audit;
using Capsule.Auth.Cleanup;
using Capsule.Auth.Clients;
using Capsule.Auth.Emails;
using Capsule.Auth.ExternalSignIn;
using Capsule.Auth.ExternalSignIn.Logins;
using Capsule.Auth.Introspection;
using Capsule.Auth.Passwords;
using Capsule.Auth.Preferences;
using Capsule.Auth.Protocol;
using Capsule.Auth.Protocol.Pages;
using Capsule.Auth.Secrets;
using Capsule.Auth.Seed;
using Capsule.Auth.Sessions;
using Capsule.Auth.SigningKeys;
using Capsule.Auth.Tokens;
using Capsule.Auth.TwoFactor;
using Capsule.Auth.Users;
using Capsule.Contracts;
using Capsule.Messaging;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddServiceDatabase<AuthDbContext>("auth");
builder.AddServiceCache("auth");
builder.AddServiceAuthentication();
builder.AddMessaging<AuthDbContext>("auth", messaging => messaging.ForgetDelivered<EmailRequested>().AddMailbox(builder.Environment));
builder.AddLimits();
builder.Services.AddValidation();
builder.Services.AddSecrets().AddPasswords().AddUsers().AddSigningKeys().AddTokens().AddSessions().AddAudit();
builder.Services.AddAccounts().AddAccountTokens().AddTwoFactor().AddEmails(builder.Environment).AddPreferences().AddCleanup().AddAdministration().AddSeed(builder.Environment);
builder.Services.AddApiKeys().AddClients().AddProtocol().AddTokenInspection().AddExternalSignIn();

var app = builder.Build();

app.MapDefaultEndpoints();
app.MapUsers();
app.MapAccounts();
app.MapPasswords();
app.MapTwoFactor();
app.MapPreferences();
app.MapProtocol();
app.MapPages();
app.MapSessions();
app.MapExternalSignIn();
app.MapLogins();
app.MapMailbox();
app.MapApiKeys();
app.MapClients();
app.MapAudit();
app.MapAdministration();

app.Run();
