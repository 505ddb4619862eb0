using OtelGenAI.Collector.Keys;

namespace OtelGenAI.Collector.Tests.Keys;

/// <summary><c>otelgenai keys</c>.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly KeyFolder _folder = new();

    [Fact]
    public void A_new_key_is_alone_on_standard_output_and_is_nowhere_in_the_folder()
    {
        var (exitCode, key, error) = _folder.Run("add", "--tenant", "acme", "--scope", "ingest", "--name", "build server");

        Assert.Equal(0, exitCode);
        Assert.True(KeyText.TryParse(key, out var text), key);
        Assert.Contains(text.Id, error, StringComparison.Ordinal);
        Assert.DoesNotContain(key[^64..], error, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(_folder.Path), file => Assert.DoesNotContain(key[^64..], File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void The_list_shows_everything_but_the_key()
    {
        var key = _folder.Add("--tenant", "acme", "--scope", "ingest", "admin", "--name", "build server");

        var (_, list, _) = _folder.Run("list");

        Assert.Contains("acme", list, StringComparison.Ordinal);
        Assert.Contains("ingest,admin", list, StringComparison.Ordinal);
        Assert.Contains("build server", list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_scopes_sends_and_reads()
    {
        _folder.Add();

        Assert.Equal(KeyScope.Ingest | KeyScope.Read, Assert.Single(_folder.File.Read()!).Scopes);
    }

    [Fact]
    public void Revoking_the_last_key_says_that_nobody_gets_in_any_more()
    {
        Assert.True(KeyText.TryParse(_folder.Add(), out var key));

        var (exitCode, _, error) = _folder.Run("revoke", key.Id);

        Assert.Equal(0, exitCode);
        Assert.Contains("every request is refused", error, StringComparison.Ordinal);
        Assert.Empty(_folder.File.Read()!);
    }

    [Theory]
    [InlineData("revoke 00000000", "There is no key 00000000")]
    [InlineData("add --tenant ../up", "'../up' is no name")]
    public void What_cannot_be_done_is_said_in_one_sentence(string arguments, string problem)
    {
        var (exitCode, output, error) = _folder.Run(arguments.Split(' '));

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(problem, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_file_of_keys_is_named_and_left_alone()
    {
        File.WriteAllText(_folder.File.Path, "{]");

        var (exitCode, _, error) = _folder.Run("add");

        Assert.Equal(1, exitCode);
        Assert.Contains(_folder.File.Path, error, StringComparison.Ordinal);
        Assert.Equal("{]", File.ReadAllText(_folder.File.Path));
    }

    [Fact]
    public void Two_changes_in_the_same_instant_still_look_different()
    {
        _folder.Add();
        var first = _folder.File.Stamp();

        _folder.File.Change(keys => keys);

        Assert.NotEqual(first, _folder.File.Stamp());
    }

    [Fact]
    public void Only_the_owner_can_read_the_file()
    {
        _folder.Add();

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File.Path));
        }
    }

    public void Dispose() => _folder.Dispose();
}
