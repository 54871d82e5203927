using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Capsule.Testing.Sweep;

/// <summary>A sweep under way.</summary>
internal sealed class SweepRun(Uri address, AuthenticationHeaderValue? authorization, SweepRules rules) : IDisposable
{
    private readonly HttpClient _client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }
    );
    private readonly List<string> _failures = [];

    /// <summary>The answers that were wrong.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Sends an operation all that is wrong for it.</summary>
    public async Task SweepAsync(ApiOperation operation)
    {
        foreach (var good in rules.Good(operation))
        {
            SweptRequest Request() => new(operation, good);
            await SendAsync(operation, "the good request", Request(), answer => answer.IsTaken || IsGoodAnswer(operation, answer));
            foreach (var field in operation.Fields.Where(field => good.ContainsKey(field.Name) || field.Place == FieldPlace.Query))
            {
                await SweepAsync(
                    operation,
                    field,
                    good.TryGetValue(field.Name, out var own) ? own : rules.Example(operation, field),
                    Request
                );
            }
        }

        await SweepHeadersAsync(operation);
        foreach (var (name, body, contentType) in BadBodies.Of(operation))
        {
            if (contentType == ApiOperation.Form && operation.ContentType != ApiOperation.Form && rules.IsPage(operation.Name))
            {
                continue;
            }

            // What takes no body does not look at one; what names no field says that it is the body, or that of this type.
            await SendAsync(
                operation,
                $"as body {name}",
                new SweptRequest(operation, rules.Good(operation)[0]).WithBody(body, contentType),
                answer =>
                    operation.ContentType is null
                        ? answer.IsTaken || answer.IsRefused || IsGoodAnswer(operation, answer)
                        : answer.Status is 413 or 415 || (answer.IsRefused && (answer.Named.Count > 0 || answer.Description.Length > 0))
            );
        }
    }

    // Who calls may send what they like here as well; what services do not read, or not that way, changes nothing.
    private async Task SweepHeadersAsync(ApiOperation operation)
    {
        foreach (var (name, value) in BadHeaders.All)
        {
            await SendAsync(
                operation,
                $"{name}: {value}",
                new SweptRequest(operation, rules.Good(operation)[0]).WithHeader(name, value),
                answer => answer.IsTaken || answer.IsRefused || IsGoodAnswer(operation, answer),
                mayBeBare: true
            );
        }
    }

    private async Task SweepAsync(ApiOperation operation, ApiField field, JsonNode? good, Func<SweptRequest> request)
    {
        foreach (
            var value in field.Place == FieldPlace.Body ? BadJson.Values(field, good) : BadEncoded.Values(field, SweptRequest.Plain(good))
        )
        {
            await SendAsync(
                operation,
                $"{field.Name}: {value}",
                request().With(field, value.Raw),
                answer => IsRight(operation, field, value, answer),
                field.Place == FieldPlace.Route
            );
        }

        if (field.Place == FieldPlace.Route)
        {
            return;
        }

        // Twice: some take the first and some the last, and who checks must not be one and who acts the other.
        await SendAsync(
            operation,
            $"{field.Name}: twice",
            request().Twice(field, good, field.Name),
            answer => IsRefusal(field, answer) || (field.Place == FieldPlace.Query && answer.IsTaken)
        );
        if (field.Place == FieldPlace.Body)
        {
            await SendAsync(
                operation,
                $"{field.Name}: twice in other case",
                request().Twice(field, good, field.Name.ToUpperInvariant()),
                answer => IsRefusal(field, answer)
            );
        }
    }

    private bool IsRight(ApiOperation operation, ApiField field, BadValue value, SweptAnswer answer) =>
        IsRefusal(field, answer)
        || (value.MayPass && (answer.IsTaken || answer.IsRefused || IsGoodAnswer(operation, answer)))
        || (rules.MayTake(operation, field, value.Trick) && answer.IsTaken)
        || (value.Trick != Tricks.None && IsAnswer(operation, answer))
        || (value.Raw?.Length >= BadValue.Huge && answer.Status == 413);

    // What is no path of the service is not found, whatever it is.
    private static bool IsRefusal(ApiField field, SweptAnswer answer) =>
        answer.IsRefused && (answer.Names(field.Name) || field.Place == FieldPlace.Route);

    private bool IsGoodAnswer(ApiOperation operation, SweptAnswer answer) => rules.IsGoodAnswer(operation, answer.Status, answer.Type);

    private bool IsAnswer(ApiOperation operation, SweptAnswer answer) => rules.IsAnswer(operation, answer.Status, answer.Type);

    private async Task SendAsync(
        ApiOperation operation,
        string what,
        SweptRequest request,
        Func<SweptAnswer, bool> isRight,
        bool mayBeBare = false
    )
    {
        using var message = request.Message(address);
        if (!message.Headers.NonValidated.Contains("Authorization") && !rules.IsAnonymous(operation))
        {
            message.Headers.Authorization = authorization;
        }

        using var response = await _client.SendAsync(message);
        var answer = await SweptAnswer.ReadAsync(response, operation, rules.IsRedirect(operation, response.Headers.Location));
        Requests++;
        if (
            (
                answer.Flaw
                ?? (
                    answer.IsBare && !mayBeBare ? "says nothing"
                    : isRight(answer) ? null
                    : "is not the right one"
                )
            ) is
            { } flaw
        )
        {
            _failures.Add($"{operation.Name}, {what}: the answer {flaw}: {answer.Status} {answer.Text}");
        }

        if (answer.IsTaken || answer.Status is 401 or 403)
        {
            await rules.Restore();
        }
    }
}
