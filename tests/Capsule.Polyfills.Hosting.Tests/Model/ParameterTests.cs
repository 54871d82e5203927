using Aspire.Hosting;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("--Parameters:auth-user=ann")]
    [InlineData("--Parameters:auth_user=ann")]
    public async Task A_value_comes_from_configuration(string argument)
    {
        var parameter = Resolve.RunBuilder(argument).AddParameter("auth-user");

        Assert.Equal("ann", await parameter.Resource.GetValueAsync(CancellationToken.None));
        Assert.Equal("{auth-user.value}", parameter.Resource.ValueExpression);
        Assert.False(parameter.Resource.Secret);
    }

    [Fact]
    public async Task A_missing_value_is_an_error_that_names_the_setting()
    {
        var parameter = Resolve.RunBuilder().AddParameter("auth-user-password", secret: true);

        var error = await Assert.ThrowsAsync<MissingParameterValueException>(
            async () => await parameter.Resource.GetValueAsync(CancellationToken.None));

        Assert.Equal(
            "Parameter resource could not be used because configuration key 'Parameters:auth-user-password' is missing and the Parameter has no default value.",
            error.Message);
    }

    [Fact]
    public async Task A_value_given_later_is_found()
    {
        var builder = Resolve.RunBuilder();
        var parameter = builder.AddParameter("name");
        builder.Configuration["Parameters:name"] = "later";

        Assert.Equal("later", await parameter.Resource.GetValueAsync(CancellationToken.None));
    }

    [Fact]
    public void A_secret_is_never_published()
    {
        var builder = Resolve.RunBuilder();

        Assert.Throws<ArgumentException>(() => builder.AddParameter("name", "value", publishValueAsDefault: true, secret: true));
    }
}
