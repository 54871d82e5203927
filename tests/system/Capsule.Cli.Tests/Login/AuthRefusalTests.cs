namespace Capsule.Cli.Tests.Login;

/// <summary>Commands that a real auth refuses.</summary>
[Collection(typeof(OnSignedUpAuth))]
public sealed class AuthRefusalTests(SignedUpAuth auth)
{
    [Fact]
    public async Task A_refusal_of_the_API_is_shown_in_its_words_and_has_an_exit_code()
    {
        using var bundles = BundleFolder.Real();

        var stranger = await bundles.RunAsync(As("x.y.z"), "auth", "users", "--json");
        var missing = await bundles.RunAsync(As(auth.AdminToken), "auth", "deactivate", $"{Guid.NewGuid()}");
        var malformed = await bundles.RunAsync(As(auth.AdminToken), "auth", "users", "--role", "emperor");
        var elsewhere = await bundles.RunAsync(
            new Dictionary<string, string>(As(auth.AdminToken)) { ["CAPSULE_AUTH_URL"] = "http://127.0.0.1:1" },
            "auth",
            "users"
        );

        Assert.Equal((6, 2, 64, 4), (stranger.Code, missing.Code, malformed.Code, elsewhere.Code));
        Assert.False(stranger.Service("auth").GetProperty("ok").GetBoolean());
        Assert.Contains("There is no user", missing.Error, StringComparison.Ordinal);
        Assert.Contains("role must be one of", malformed.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", elsewhere.Error, StringComparison.Ordinal);
    }

    private Dictionary<string, string> As(string token) => new() { ["CAPSULE_AUTH_URL"] = auth.Address, ["CAPSULE_TOKEN"] = token };
}
