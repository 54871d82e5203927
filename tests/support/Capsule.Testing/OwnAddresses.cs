using System.Text;
using System.Text.RegularExpressions;

namespace Capsule.Testing;

/// <summary>
/// Gives a test that shares a service e-mail addresses of its own: in the JSON and the forms that the test sends, <c>ada@example.com</c>
/// becomes <c>ada+SHARE@example.com</c>. All other bytes stay as they are.
/// </summary>
/// <param name="share">What tells this test from the others.</param>
internal sealed class OwnAddresses(string share) : DelegatingHandler
{
    private const string Form = "application/x-www-form-urlencoded";

    private readonly Regex _foreign = new(
        $@"(?<=[\w.-])(?<!{share})(?=(@|%40)example\.com)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    /// <summary>The address with the test's mark in it.</summary>
    public string Of(string address) => _foreign.Replace(address, $"+{share}");

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { Headers.ContentType.MediaType: "application/json" or Form } content)
        {
            // Latin-1 maps each byte to one character and back, so that invalid UTF-8 arrives as the test sends it.
            var body = Encoding.Latin1.GetString(await content.ReadAsByteArrayAsync(cancellationToken));
            if (_foreign.IsMatch(body))
            {
                var mark = content.Headers.ContentType.MediaType == Form ? $"%2B{share}" : $"+{share}";
                var marked = new ByteArrayContent(Encoding.Latin1.GetBytes(_foreign.Replace(body, mark)));
                marked.Headers.ContentType = content.Headers.ContentType;
                request.Content = marked;
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
