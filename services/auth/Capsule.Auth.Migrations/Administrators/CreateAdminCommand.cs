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
    private readonly Option<string> _email = new("--email")
    {
        Description = "Their e-mail address, which no account may have.",
        HelpName = "ADDRESS",
        Required = true,
    };

    private readonly Option<string> _name = new("--name")
    {
        Description = "Their name.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Administrator",
    };

    private readonly Option<Uri?> _page = new("--page")
    {
        Description = "Address of the page on which people set a new password; the link to it is printed, with the token as its parameter.",
        HelpName = "URL",
        CustomParser = static result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var page) ? page : null,
    };

    public CreateAdminCommand()
    {
        Check(
            _email,
            text => new MailAddressAttribute().IsValid(text) && text.Trim().Length is > 0 and <= User.MaxEmailLength,
            "must be an e-mail address."
        );
        Check(
            _name,
            text => text.Trim().Length is > 0 and <= User.MaxNameLength && !text.Any(char.IsControl),
            $"must have 1 to {User.MaxNameLength} characters."
        );
        Check(
            _page,
            text => Uri.TryCreate(text, UriKind.Absolute, out var page) && page is { Scheme: "https" or "http", Query: "", Fragment: "" },
            "must be an address such as https://example.com/password."
        );
    }

    public string Name => "create-admin";

    public string Description =>
        "Create the first administrator and print a token, good once and for an hour, that sets their password; refuses when there is one.";

    public IReadOnlyList<Option> Options => [_email, _name, _page];

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
        var email = parsed.GetRequiredValue(_email).Trim();
        var administrator = new FirstAdministrator(database, schema, TimeProvider.System);
        var made = await administrator.CreateAsync(email, parsed.GetRequiredValue(_name).Trim(), cancellationToken);
        var link = parsed.GetValue(_page) is { } page ? $"{page}?token={made.Token}" : null;
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
