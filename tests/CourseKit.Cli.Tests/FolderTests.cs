namespace CourseKit.Cli.Tests;

public sealed class FolderTests
{
    public static TheoryData<string> Lessons =>
    [
        .. Directory.EnumerateFiles(CourseFolders.Find().Notebooks, "*.ipynb").Order()
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_is_found_by_path_name_and_number(string name)
    {
        var course = CourseFolders.Find();
        var lesson = Path.Combine(course.Notebooks, name + ".ipynb");

        Assert.Equal(lesson, course.Resolve(lesson));
        Assert.Equal(lesson, course.Resolve(name));
        Assert.Equal(lesson, course.Resolve(name + ".ipynb"));
        Assert.Equal(lesson, course.Resolve(name[..2]));
        Assert.Equal(lesson, course.Resolve("notebooks/" + name));
        Assert.Equal(ExitCodes.NotFound, Assert.Throws<ToolException>(() => course.Resolve("3rd")).ExitCode);
    }

    [Fact]
    public void A_copy_runs_in_the_notebooks_folder_even_beside_a_setup_of_its_own()
    {
        using var tool = new Tool();
        var course = CourseFolders.Find();
        File.WriteAllText(tool.PathOf("setup.csx"), "");

        Assert.Equal(course.Notebooks, course.WorkingFolder(tool.PathOf("renamed.ipynb")));
        Assert.Equal(course.Notebooks, course.WorkingFolder(Path.Combine(course.Notebooks, "03-autoencoder.ipynb")));
    }
}
