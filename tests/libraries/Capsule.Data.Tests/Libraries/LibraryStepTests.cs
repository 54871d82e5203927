namespace Capsule.Data.Tests.Libraries;

public sealed class LibraryStepTests
{
    [Fact]
    public void Directives_cut_a_file_into_what_it_does_and_what_takes_it_back()
    {
        var step = LibraryStep.Parse(
            "Capsule.Books/012_more_books",
            """
            -- Books.
            create table {schema}.books (id int);
            -- capsule: allow blocking-index because the table is new
            -- capsule: outside a transaction
            create index concurrently ix on {schema}.books (id);
            -- capsule: in a transaction
            insert into {schema}.books values (1);

            -- capsule: undo
            drop table {schema}.books;
            """
        );

        Assert.Equal((12, "Capsule.Books/012_more_books"), (step.Number, step.Name));
        Assert.Equal(
            [
                new("-- Books.\ncreate table {schema}.books (id int);", true),
                new("create index concurrently ix on {schema}.books (id);", false),
                new LibraryCommand("insert into {schema}.books values (1);", true),
            ],
            step.Up
        );
        Assert.Equal([new LibraryCommand("drop table {schema}.books;", true)], step.Undo);
        Assert.Equal([("blocking-index", "the table is new")], step.Allowed);
    }

    [Fact]
    public void A_file_without_an_undo_part_cannot_be_undone_and_an_empty_part_undoes_nothing()
    {
        Assert.Null(LibraryStep.Parse("Capsule.Books/001_books", "select 1;").Undo);
        Assert.Empty(LibraryStep.Parse("Capsule.Books/001_books", "select 1;\n-- capsule: undo\n-- It stays.\n").Undo!);
    }

    [Theory]
    [InlineData("Capsule.Books/1_books", "select 1;")]
    [InlineData("Capsule.Books/001_Books", "select 1;")]
    [InlineData("Capsule.Books/001_books", "select 1;\n-- capsule: unod")]
    [InlineData("Capsule.Books/001_books", "select 1;\n-- capsule: undo\n-- capsule: undo")]
    [InlineData("Capsule.Books/001_books", "select 1;\n-- capsule: allow blocking-index")]
    [InlineData("Capsule.Books/001_books", "-- nothing\n-- capsule: undo\nselect 1;")]
    public void What_is_not_understood_is_refused_with_the_files_name(string name, string text)
    {
        var error = Assert.Throws<InvalidOperationException>(() => LibraryStep.Parse(name, text));

        Assert.StartsWith($"{name}.sql: ", error.Message);
    }

    [Fact]
    public void What_a_library_needs_comes_before_it_and_only_once()
    {
        Assert.Equal(["Capsule.Data", "Capsule.Data.Idempotency"], LibrarySchemas.Of(typeof(NeedyContext)).Select(library => library.Name));
        Assert.Equal("Capsule.Data/001_extensions", LibrarySchemas.StepsOf(typeof(NeedyContext))[0]);
        Assert.Equal("Capsule.Data.Idempotency/001_idempotency_keys", LibrarySchemas.StepsOf(typeof(NeedyContext))[^1]);
        Assert.Empty(LibrarySchemas.Of(typeof(Model.LibraryContext)));
    }

    [LibrarySchema<DataSchema>]
    [LibrarySchema<Idempotency.IdempotencySchema>]
    private sealed class NeedyContext;

    [Fact]
    public void The_schemas_name_is_quoted() =>
        Assert.Equal("select \"a\"\"b\".x, {other}", SqlText.InSchema("select {schema}.x, {other}", "a\"b"));
}
