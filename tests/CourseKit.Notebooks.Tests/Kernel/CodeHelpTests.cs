namespace CourseKit.Notebooks.Tests;

public class CodeHelpTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("a😀b", 1, 1)]
    [InlineData("😀😀", 2, 4)]
    [InlineData("a\ud800b", 2, 2)]
    public void Places_are_counted_in_characters(string code, int characters, int units)
    {
        Assert.Equal(units, CodeHelp.ToUnits(code, characters));
        Assert.Equal(characters, CodeHelp.ToCharacters(code, units));
    }

    [Fact]
    public void A_place_beyond_the_code_is_its_end()
    {
        Assert.Equal(3, CodeHelp.ToUnits("a😀", 99));
        Assert.Equal(3, CodeHelp.ToUnits("a😀", null));
        Assert.Equal(0, CodeHelp.ToUnits("a😀", -5));
    }
}
