using System.Net;
using Capsule.Polyfills.JwtBearer.Tests.Support;
using Capsule.Testing;
using Capsule.Testing.Tokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Capsule.Polyfills.JwtBearer.Tests.Strict;

/// <summary>How often the authority is asked, and what happens while it does not answer.</summary>
public sealed class RefreshTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly TestSigningKey _old = TestSigningKey.Es256("old");
    private readonly TestSigningKey _new = TestSigningKey.Es256("new");
    private TestAuthority _authority = null!;
    private BearerService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync(0, _old);
        _service = await BearerService.StartAsync(_authority, options => options.RefreshInterval = TimeSpan.FromSeconds(10), _clock);
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
            await _service.AcceptsAsync(_authority.Token());
        }

        Assert.Equal((1, 1), (_authority.MetadataRequests, _authority.KeyRequests));
    }

    [Fact]
    public async Task Many_first_requests_at_once_ask_once()
    {
        var gate = new TaskCompletionSource();
        _authority.Gate = gate.Task;
        var requests = Enumerable.Range(0, 50).Select(_ => _service.AcceptsAsync(_authority.Token())).ToList();
        await Eventually.TrueAsync(() => _authority.MetadataRequests > 0, "the authority is asked");

        gate.SetResult();
        await Task.WhenAll(requests);

        Assert.Equal((1, 1), (_authority.MetadataRequests, _authority.KeyRequests));
    }

    [Fact]
    public async Task A_token_of_a_new_key_is_accepted_at_its_first_use_after_one_refresh()
    {
        await _service.AcceptsAsync(_authority.Token());
        _authority.Published = [_new, _old];

        await _service.AcceptsAsync(_new.Token(TestAuthority.Claims()));
        await _service.AcceptsAsync(_old.Token(TestAuthority.Claims()));

        Assert.Equal(2, _authority.KeyRequests);
    }

    [Fact]
    public async Task Many_tokens_of_a_new_key_at_once_make_one_refresh()
    {
        await _service.AcceptsAsync(_authority.Token());
        _authority.Published = [_new, _old];
        var gate = new TaskCompletionSource();
        _authority.Gate = gate.Task;
        var requests = Enumerable.Range(0, 50).Select(_ => _service.AcceptsAsync(_new.Token(TestAuthority.Claims()))).ToList();
        await Eventually.TrueAsync(() => _authority.MetadataRequests > 1, "the authority is asked");

        gate.SetResult();
        await Task.WhenAll(requests);

        Assert.Equal((2, 2), (_authority.MetadataRequests, _authority.KeyRequests));
    }

    [Fact]
    public async Task A_flood_of_made_up_kids_makes_one_refresh_in_each_interval()
    {
        await _service.AcceptsAsync(_authority.Token());

        for (var interval = 1; interval <= 3; interval++)
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(
                TestSigningKey.Es256($"made-up-{i}").Token(TestAuthority.Claims()))));
            Assert.Equal(1 + interval, _authority.KeyRequests);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task A_token_that_would_not_be_valid_anyway_makes_no_refresh()
    {
        await _service.AcceptsAsync(_authority.Token());

        await _service.RefusesAsync<SecurityTokenUnableToValidateException>(_new.Token(TestAuthority.Claims(("exp", 1))));
        await _service.RefusesAsync<SecurityTokenUnableToValidateException>(_new.Token(TestAuthority.Claims(("iss", "other"))));
        await _service.RefusesAsync<SecurityTokenUnableToValidateException>(_new.Token(TestAuthority.Claims(("aud", "other"))));

        Assert.Equal(1, _authority.KeyRequests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    public async Task Known_keys_stay_in_use_while_the_authority_fails(int status)
    {
        await _service.AcceptsAsync(_authority.Token());
        _authority.FailsWith = status;

        await _service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(_new.Token(TestAuthority.Claims()));
        await _service.AcceptsAsync(_authority.Token());
        _clock.Advance(TimeSpan.FromSeconds(10));
        _authority.FailsWith = null;
        _authority.Published = [_new, _old];

        await _service.AcceptsAsync(_new.Token(TestAuthority.Claims()));
    }

    [Fact]
    public async Task Known_keys_stay_in_use_when_the_authority_publishes_none()
    {
        await _service.AcceptsAsync(_authority.Token());
        _authority.Published = [];

        await _service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(_new.Token(TestAuthority.Claims()));

        await _service.AcceptsAsync(_old.Token(TestAuthority.Claims()));
    }

    [Fact]
    public async Task Known_keys_stay_in_use_after_the_authority_has_gone()
    {
        var authority = await TestAuthority.StartAsync(0, _old);
        await using var service = await BearerService.StartAsync(authority, time: _clock);
        await service.AcceptsAsync(authority.Token());

        await authority.DisposeAsync();
        await service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(_new.Token(TestAuthority.Claims()));

        await service.AcceptsAsync(_old.Token(TestAuthority.Claims()));
    }

    [Fact]
    public async Task A_key_that_is_no_longer_published_ends_with_the_next_refresh()
    {
        await _service.AcceptsAsync(_authority.Token());
        _authority.Published = [_new];

        await _service.AcceptsAsync(_new.Token(TestAuthority.Claims()));

        _clock.Advance(TimeSpan.FromSeconds(10));
        await _service.RefusesAsync<SecurityTokenSignatureKeyNotFoundException>(_old.Token(TestAuthority.Claims()));
    }

    [Fact]
    public async Task Keys_are_got_anew_in_the_background_when_they_are_old()
    {
        await _service.AcceptsAsync(_authority.Token());
        var gate = new TaskCompletionSource();
        _authority.Gate = gate.Task;
        _clock.Advance(TimeSpan.FromHours(13));

        await _service.AcceptsAsync(_authority.Token(("exp", _clock.GetUtcNow().ToUnixTimeSeconds() + 600)));
        gate.SetResult();

        await Eventually.TrueAsync(() => _authority.KeyRequests == 2, "the keys have been got again");
    }

    [Fact]
    public async Task While_keys_are_old_and_the_authority_fails_it_is_asked_once_in_each_interval()
    {
        await _service.AcceptsAsync(_authority.Token());
        _authority.FailsWith = 503;
        _clock.Advance(TimeSpan.FromHours(13));
        var token = _authority.Token(("exp", _clock.GetUtcNow().ToUnixTimeSeconds() + 3600));

        for (var i = 0; i < 20; i++)
        {
            await _service.AcceptsAsync(token);
        }

        await Eventually.TrueAsync(() => _authority.MetadataRequests == 2, "the authority is asked again");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(
            async () =>
            {
                await _service.AcceptsAsync(token);
                return _authority.MetadataRequests == 3;
            },
            "the authority is asked once more");
    }

    [Fact]
    public async Task Before_the_authority_has_ever_answered_no_token_is_accepted()
    {
        _authority.FailsWith = 503;

        using var refused = await _service.GetAsync(_authority.Token());
        _authority.FailsWith = null;

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await _service.GetAsync(_authority.Token());
                return response.StatusCode == HttpStatusCode.OK;
            },
            "the authority is asked again");
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_end_the_request_that_others_wait_for()
    {
        var gate = new TaskCompletionSource();
        _authority.Gate = gate.Task;
        using var client = new HttpClient();
        var manager = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{_authority.Address}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(client) { RequireHttps = false });
        using var cancellation = new CancellationTokenSource();
        var first = manager.GetConfigurationAsync(cancellation.Token);
        var second = manager.GetConfigurationAsync(CancellationToken.None);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.Equal(TestAuthority.Issuer, (await second).Issuer);
        Assert.Equal(1, _authority.MetadataRequests);
    }

    [Fact]
    public async Task Metadata_that_cannot_be_had_says_so()
    {
        _authority.FailsWith = 500;
        using var client = new HttpClient();
        var address = $"{_authority.Address}/.well-known/openid-configuration";
        var open = new ConfigurationManager<OpenIdConnectConfiguration>(
            address, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(client) { RequireHttps = false });
        var secure = new ConfigurationManager<OpenIdConnectConfiguration>(address, new OpenIdConnectConfigurationRetriever(), client);

        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => open.GetConfigurationAsync(CancellationToken.None));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => secure.GetConfigurationAsync(CancellationToken.None));

        Assert.IsType<IOException>(failed.InnerException);
        Assert.IsType<ArgumentException>(refused.InnerException);
    }
}
