namespace Capsule.Data.Tests.Sql;

public sealed class SchemaSqlTests
{
    [Fact]
    public void Each_name_of_the_schema_is_qualified_with_the_quoted_schema()
    {
        var sql = new SchemaSql("select * from {schema}.orders join {schema}.customers using (id)");

        Assert.Equal(""""select * from "tenant ""7""".orders join "tenant ""7""".customers using (id)"""", sql.In("tenant \"7\""));
    }

    [Theory]
    [InlineData("select * from information_schema.tables")]
    [InlineData("select schema.id from {0} as schema")]
    [InlineData("select 'the schema.'")]
    public void What_is_no_token_stays(string text) => Assert.Equal(text, new SchemaSql(text).In("orders"));

    [Fact]
    public void The_text_of_literals_and_names_stays_and_what_follows_them_is_replaced()
    {
        var sql = new SchemaSql(""""select 'it''s' as "The ""name""" from {schema}.orders where note = '' -- {schema} is the service's"""");

        Assert.Equal(
            """"select 'it''s' as "The ""name""" from "orders".orders where note = '' -- {schema} is the service's"""",
            sql.In("orders")
        );
    }

    [Theory]
    [InlineData("select '{schema}.orders'::regclass")]
    [InlineData("select * from \"{schema}.orders\"")]
    [InlineData("select * from {schema}")]
    [InlineData("select * from {schema} .orders")]
    public void A_token_that_names_nothing_is_refused(string text) =>
        Assert.Contains("{schema}", Assert.Throws<ArgumentException>(() => new SchemaSql(text)).Message, StringComparison.Ordinal);
}
