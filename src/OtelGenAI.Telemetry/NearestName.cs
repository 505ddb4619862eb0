namespace OtelGenAI.Telemetry;

/// <summary>Guesses what a misspelt name was meant to be.</summary>
public static class NearestName
{
    /// <summary>The known name that a name was probably meant to be, whatever the case of its letters.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">The names there are.</param>
    /// <returns>The nearest, or <see langword="null"/> when none is near: a wrong guess is worse than none.</returns>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(candidate.ToUpperInvariant(), name.ToUpperInvariant())))
            .DefaultIfEmpty((candidate: "", int.MaxValue))
            .MinBy(candidate => candidate.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? nearest : null;
    }

    // Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static int Distance(string from, string to)
    {
        var costs = new int[from.Length + 1][];
        for (var i = 0; i <= from.Length; i++)
        {
            costs[i] = new int[to.Length + 1];
            costs[i][0] = i;
        }

        for (var j = 0; j <= to.Length; j++)
        {
            costs[0][j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = costs[i - 1][j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                costs[i][j] = Math.Min(replaced, Math.Min(costs[i - 1][j], costs[i][j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    costs[i][j] = Math.Min(costs[i][j], costs[i - 2][j - 2] + 1);
                }
            }
        }

        return costs[from.Length][to.Length];
    }
}
