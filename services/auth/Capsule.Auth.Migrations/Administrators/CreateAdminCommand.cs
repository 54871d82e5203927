using System.CommandLine;
using Capsule.Auth.Users;
using Capsule.Data;
using Capsule.Migrations;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Capsule.Auth.Migrations.Administrators;

/// <summary><c>create-admin</c>: creates the first administrator.</summary>
internal sealed class CreateAdminCommand : IServiceCommand
{
    private readonly CreateAdminDefinition _definition = new();

    public CreateAdminCommand()
    {
        Check(
            _definition.Email,
            text => new MailAddressAttribute().IsValid(text) && text.Trim().Length is > 0 and <= User.MaxEmailLength,
            "must be an e-mail address."
        );
        Check(
            _definition.FullName,
            text => text.Trim().Length is > 0 and <= User.MaxNameLength && !text.Any(char.IsControl),
            $"must have 1 to {User.MaxNameLength} characters."
        );
        Check(
            _definition.Page,
            text => Uri.TryCreate(text, UriKind.Absolute, out var page) && page is { Scheme: "https" or "http", Query: "", Fragment: "" },
            "must be an address such as https://example.com/password."
        );
    }

    public CommandDefinition Definition => _definition;

    public async Task<ServiceCommandResult> RunAsync(
        NpgsqlConnection connection,
        string schema,
        ParseResult parsed,
        Action<string> progress,
        CancellationToken cancellationToken
    )
    {
        var options = new DbContextOptionsBuilder<AuthDbContext>();
        options.UseNpgsql(connection).UseServiceSchema(schema);
        await using var database = new AuthDbContext(options.Options);
        var email = parsed.GetRequiredValue(_definition.Email).Trim();
        var administrator = new FirstAdministrator(database, schema, TimeProvider.System);
        var made = await administrator.CreateAsync(email, parsed.GetRequiredValue(_definition.FullName).Trim(), cancellationToken);
        var link = parsed.GetValue(_definition.Page) is { } page ? $"{page}?token={made.Token}" : null;
        return new ServiceCommandResult(
            new
            {
                Service = "auth",
                connection.Database,
                Schema = schema,
                made.UserId,
                Email = email,
                made.Token,
                Link = link,
                made.ExpiresAt,
            },
            $"{email} is an administrator who has yet to set a password, until {made.ExpiresAt:u}: {link ?? made.Token}",
            IsFinding: false
        );
    }

    private static void Check(Option option, Func<string, bool> isGood, string must) =>
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var text }] && !isGood(text))
            {
                given.AddError($"{option.Name} {must}");
            }
        });
}
