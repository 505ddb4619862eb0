namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>What changed between two texts, line by line.</summary>
/// <remarks>Linear apart from a middle of bounded size: of two texts that differ in more lines than that, all differing lines are told as replaced.</remarks>
public static class LineDiff
{
    // 400 × 400 cells are a fraction of a millisecond; system prompts that change in more lines are other prompts.
    private const int MaxMiddleLines = 400;

    // Lines around a change that say where it is.
    private const int ContextLines = 2;

    /// <summary>Compares two texts.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <returns>Removed and added lines with a little around them; empty when nothing changed.</returns>
    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        if (before == after)
        {
            return [];
        }

        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var head = old.AsSpan().CommonPrefixLength(now);
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        List<DiffLine> lines = [.. old[..head].Select(Same)];
        AddMiddle(lines, old[head..^tail], now[head..^tail]);
        lines.AddRange(old[^tail..].Select(Same));
        return Shorten(lines);
    }

    private static DiffLine Same(string text) => new(DiffLineKind.Same, text);

    private static void AddMiddle(List<DiffLine> lines, string[] old, string[] now)
    {
        if (old.Length > MaxMiddleLines || now.Length > MaxMiddleLines)
        {
            lines.AddRange(old.Select(text => new DiffLine(DiffLineKind.Removed, text)));
            lines.AddRange(now.Select(text => new DiffLine(DiffLineKind.Added, text)));
            return;
        }

        var common = CommonLengths(old, now);
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add(Same(old[i++]));
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1][j] >= common[i][j + 1]))
            {
                lines.Add(new DiffLine(DiffLineKind.Removed, old[i++]));
            }
            else
            {
                lines.Add(new DiffLine(DiffLineKind.Added, now[j++]));
            }
        }
    }

    /// <summary>Length of the longest common subsequence of what is left from each pair of places on.</summary>
    private static int[][] CommonLengths(string[] old, string[] now)
    {
        var common = new int[old.Length + 1][];
        common[old.Length] = new int[now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            common[i] = new int[now.Length + 1];
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i][j] = old[i] == now[j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        return common;
    }

    private static List<DiffLine> Shorten(List<DiffLine> lines)
    {
        var shown = new List<DiffLine>(lines.Count);
        for (var i = 0; i < lines.Count;)
        {
            var end = i;
            while (end < lines.Count && lines[end].Kind == DiffLineKind.Same)
            {
                end++;
            }

            if (end == i)
            {
                shown.Add(lines[i++]);
                continue;
            }

            var before = i == 0 ? 0 : Math.Min(ContextLines, end - i);
            var after = end == lines.Count ? 0 : Math.Min(ContextLines, end - i - before);
            shown.AddRange(lines[i..(i + before)]);
            if (end - i - before - after is > 0 and var left)
            {
                shown.Add(new DiffLine(DiffLineKind.Skipped, $"{left}"));
            }

            shown.AddRange(lines[(end - after)..end]);
            i = end;
        }

        return shown;
    }
}

/// <summary>A line of a difference.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Text">The line; for <see cref="DiffLineKind.Skipped"/> how many lines did not change.</param>
public readonly record struct DiffLine(DiffLineKind Kind, string Text);

/// <summary>What became of a line.</summary>
public enum DiffLineKind
{
    /// <summary>It is in both texts.</summary>
    Same,

    /// <summary>It is only in the earlier text.</summary>
    Removed,

    /// <summary>It is only in the later text.</summary>
    Added,

    /// <summary>Stands for lines that are in both and are not shown.</summary>
    Skipped,
}
