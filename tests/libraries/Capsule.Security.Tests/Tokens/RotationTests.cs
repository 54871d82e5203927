using System.Net;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using static Capsule.Testing.ProtectedService;

namespace Capsule.Security.Tests.Tokens;

/// <summary>The authority changes its keys while the service runs, and somebody makes keys up.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private readonly TestSigningKey _old = TestSigningKey.Es256("old");
    private readonly TestSigningKey _new = TestSigningKey.Rs256("new");
    private TestAuthority _authority = null!;
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync(0, _old);
        _service = await StartAsync(_authority.Address);
        await EventuallyAsync(_old, HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Fact]
    public async Task Requests_do_not_ask_the_authority()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(_old));
        }

        Assert.Equal((1, 1), (_authority.MetadataRequests, _authority.KeyRequests));
    }

    [Fact]
    public async Task A_new_key_is_found_and_the_old_one_stays_while_it_is_published()
    {
        _authority.Published = [_new, _old];

        await EventuallyAsync(_new, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_old));
        Assert.Equal(2, _authority.KeyRequests);
    }

    [Fact]
    public async Task A_key_that_is_no_longer_published_ends_with_the_next_refresh()
    {
        _authority.Published = [_new];

        await EventuallyAsync(_new, HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_old));
    }

    [Fact]
    public async Task A_flood_of_made_up_kids_asks_the_authority_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => StatusAsync(TestSigningKey.Es256($"made-up-{i}"))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer));
        Assert.InRange(_authority.KeyRequests, 1, 2);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_old));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    public async Task Known_keys_stay_in_use_while_the_authority_fails(int status)
    {
        _authority.FailsWith = status;

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_new));
        await Eventually.TrueAsync(() => _authority.MetadataRequests > 1, "the authority is asked again");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_old));
    }

    [Fact]
    public async Task Known_keys_stay_in_use_when_the_authority_publishes_none()
    {
        _authority.Published = [];

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_new));
        await Eventually.TrueAsync(() => _authority.KeyRequests > 1, "the authority is asked again");

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(_old));
        }
    }

    private async Task<HttpStatusCode> StatusAsync(TestSigningKey key)
    {
        using var response = await _service.GetAsync("/mine", key.Token(TestAuthority.Claims()));
        return response.StatusCode;
    }

    private Task EventuallyAsync(TestSigningKey key, HttpStatusCode status) =>
        Eventually.TrueAsync(async () => await StatusAsync(key) == status, $"{key.Kid} gets {status}");
}
