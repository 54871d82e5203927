using System.CommandLine;
using System.Text.Json;
using Capsule.Data;

namespace Capsule.Migrations;

/// <summary><c>messages show</c>: one dead letter with all it holds.</summary>
internal sealed class MessagesShowCommand<TContext>(MessagesShowDefinition definition) : MessagesCommand<TContext>(definition)
    where TContext : ServiceDbContext
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public MessagesShowCommand()
        : this(new MessagesShowDefinition()) { }

    protected override async Task RunAsync(
        BundleSession<TContext> session,
        DeadLetters letters,
        ParseResult parsed,
        CancellationToken cancellationToken
    )
    {
        var (letter, content) = await letters.GetAsync(parsed.GetValue(definition.Id), cancellationToken);
        var (json, text) = (content.Json, content.Text);
        if (session.Output.IsJson)
        {
            session.Output.Document(
                new
                {
                    session.Options.Service,
                    letter.Id,
                    letter.Consumer,
                    letter.MessageId,
                    letter.Type,
                    letter.Reason,
                    letter.Redeliveries,
                    letter.RedeliverAt,
                    letter.Bytes,
                    letter.CreatedAt,
                    letter.UpdatedAt,
                    content.ContentType,
                    content.Headers,
                    content.Detail,
                    Body = json,
                    Text = json is null ? text : null,
                    Base64 = json is null && text is null ? Convert.ToBase64String(content.Bytes) : null,
                }
            );
            return;
        }

        session.Output.Text(
            $"""
            id            {letter.Id}
            consumer      {letter.Consumer}
            message       {letter.MessageId?.ToString() ?? "-"}
            type          {letter.Type ?? "-"}
            since         {BackupText.Moment(letter.CreatedAt)}
            redeliveries  {letter.Redeliveries}
            comes again   {(letter.RedeliverAt is { } at ? BackupText.Moment(at) : "-")}
            reason        {letter.Reason}
            content type  {content.ContentType ?? "-"}
            headers       {JsonSerializer.Serialize(content.Headers)}

            body, {BackupText.Size(letter.Bytes)}
            {(json is { } body ? JsonSerializer.Serialize(body, Indented) : text ?? $"base64 {Convert.ToBase64String(content.Bytes)}")}

            {content.Detail}
            """
        );
    }
}
