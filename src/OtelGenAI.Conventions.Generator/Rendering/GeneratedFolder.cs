namespace OtelGenAI.Conventions.Generator.Rendering;

/// <summary>Folder that holds generated files and nothing else.</summary>
internal static class GeneratedFolder
{
    /// <summary>Makes the folder hold exactly these files. An unchanged file is not touched, so that nothing is compiled again for it.</summary>
    /// <returns>How many files were written or deleted.</returns>
    public static int Write(string folder, IReadOnlyList<GeneratedFile> files)
    {
        Directory.CreateDirectory(folder);
        var changed = 0;
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            if (!File.Exists(path) || File.ReadAllText(path) != file.Text)
            {
                File.WriteAllText(path, file.Text);
                changed++;
            }
        }

        var names = files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var stale in Directory.EnumerateFiles(folder, "*.g.cs").Where(path => !names.Contains(Path.GetFileName(path))))
        {
            File.Delete(stale);
            changed++;
        }

        return changed;
    }
}
