using Npgsql;

namespace Capsule.Data.Tests.Sql;

public sealed class PositionalSqlTests
{
    [Fact]
    public void Names_are_numbered_in_the_order_of_their_first_use()
    {
        var sql = new SchemaSql("select @second, @first from {schema}.orders where id = @second");

        Assert.Equal("""select $1, $2 from "orders".orders where id = $1""", sql.Positional("orders").Text);
    }

    [Theory]
    [InlineData("select 'mail@example' as \"at@home\" -- @nobody")]
    [InlineData("select data @> '{}', data <@ '{}' from orders")]
    [InlineData("select to_tsvector('a') @@to_tsquery('b')")]
    public void What_is_no_parameter_stays(string text) => Assert.Equal(text, new PositionalSql(text).Text);

    [Fact]
    public void Parameters_are_ordered_as_the_statement_names_them()
    {
        var ordered = new PositionalSql("select @second, @first").Order([
            new NpgsqlParameter<int>("first", 1),
            new NpgsqlParameter<int>("second", 2),
        ]);

        Assert.Equal([2, 1], ordered.Select(parameter => parameter.Value));
        Assert.All(ordered, static parameter => Assert.Equal("", parameter.ParameterName));
    }

    [Theory]
    [InlineData("second")]
    [InlineData("first", "third")]
    [InlineData("first", "first")]
    [InlineData("first", "second", "third")]
    public void Parameters_that_the_statement_does_not_name_or_that_are_missing_are_refused(params string[] names) =>
        Assert.Throws<ArgumentException>(() =>
            new PositionalSql("select @first, @second").Order([.. names.Select(static name => new NpgsqlParameter<int>(name, 1))])
        );
}
