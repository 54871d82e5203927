using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Capsule.Polyfills.Hosting.Tests.Model;

public sealed class ReferenceExpressionTests
{
    [Fact]
    public async Task An_expression_has_a_value_and_a_placeholder_for_the_manifest()
    {
        var builder = Resolve.RunBuilder();
        var user = builder.AddParameter("user", "ann");

        var expression = ReferenceExpression.Create($"Username={user};Options={{x}}");

        Assert.Equal("Username=ann;Options={x}", await expression.GetValueAsync(CancellationToken.None));
        Assert.Equal("Username={user.value};Options={x}", expression.ValueExpression);
        Assert.Equal([user.Resource], expression.ValueProviders);
    }

    [Fact]
    public async Task Values_are_encoded_for_addresses()
    {
        var builder = Resolve.RunBuilder();
        var password = builder.AddParameter("password", "p@ss/wörd:{1}", secret: true);

        var expression = ReferenceExpression.Create($"amqp://u:{password:uri}@{"a b":uri}");

        Assert.Equal("amqp://u:p%40ss%2Fw%C3%B6rd%3A%7B1%7D@a%20b", await expression.GetValueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Texts_and_expressions_can_be_parts()
    {
        var builder = Resolve.RunBuilder();
        var user = builder.AddParameter("user", "ann");
        var inner = ReferenceExpression.Create($"name={user}");
        string? nothing = null;

        var expression = ReferenceExpression.Create($"[{inner}]{"{literal}"}{nothing}");

        Assert.Equal("[name=ann]{literal}", await expression.GetValueAsync(CancellationToken.None));
        Assert.Equal("[name={user.value}]{literal}", expression.ValueExpression);
    }
}
