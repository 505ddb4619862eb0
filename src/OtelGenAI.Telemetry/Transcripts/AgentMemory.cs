using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace OtelGenAI.Telemetry.Transcripts;

/// <summary>What the turns of an agent have shown so far. One agent, its turns in the order of time.</summary>
internal sealed class AgentMemory
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(),
    };

    // How often each message has been seen in one history at most: somebody may say "yes" twice, and both are new once.
    private readonly Dictionary<UInt128, int> _shown = [];
    private readonly HashSet<string> _requested = new(StringComparer.Ordinal);
    private HashSet<UInt128> _before = [];
    private string? _system;
    private Dictionary<string, string>? _tools;

    /// <summary>Whether a tool call of this id was shown, and with it its result.</summary>
    public bool IsRequested(string id) => _requested.Contains(id);

    /// <summary>Takes a call in.</summary>
    /// <returns>Messages that were not shown, how many were, and how many of the turn before are gone.</returns>
    public (IReadOnlyList<JsonObject> Fresh, int Repeated, int Forgotten) Tell(RunCall call)
    {
        var fresh = new List<JsonObject>();
        var counts = new Dictionary<UInt128, int>();
        for (var i = 0; i < call.Input.Count; i++)
        {
            var count = Count(counts, call.InputIdentities[i]);
            if (count > _shown.GetValueOrDefault(call.InputIdentities[i]))
            {
                _shown[call.InputIdentities[i]] = count;
                fresh.Add(call.Input[i]);
            }
        }

        var forgotten = _before.Count(identity => !counts.ContainsKey(identity));
        _before = [.. counts.Keys];
        foreach (var message in call.Output)
        {
            var identity = MessageIdentity.Of(message);
            _shown[identity] = Math.Max(_shown.GetValueOrDefault(identity), Count(counts, identity));
        }

        _requested.UnionWith(call.Requested.Select(requested => requested.Id));
        return (fresh, call.Input.Count - fresh.Count, forgotten);
    }

    /// <summary>Takes a system prompt in.</summary>
    /// <returns>All of it the first time, later what changed.</returns>
    public (string? Whole, IReadOnlyList<DiffLine> Changes) TellSystem(string system)
    {
        var before = _system;
        _system = system;
        return before is null ? (system.Length == 0 ? null : system, []) : (null, LineDiff.Of(before, system));
    }

    /// <summary>Takes the offered tools in.</summary>
    /// <returns>What changed since the turn before; the first time all are added.</returns>
    public IReadOnlyList<ToolChange> TellTools(IReadOnlyDictionary<string, JsonNode> offered)
    {
        var before = _tools ?? [];
        var now = offered.ToDictionary(tool => tool.Key, tool => tool.Value.ToJsonString(Indented), StringComparer.Ordinal);
        _tools = now;
        return
        [
            .. before.Keys.Where(name => !now.ContainsKey(name)).Select(name => new ToolChange(ToolChangeKind.Removed, name, [])),
            .. now.Keys.Where(name => !before.ContainsKey(name)).Select(name => new ToolChange(ToolChangeKind.Added, name, [])),
            .. now.Where(tool => before.TryGetValue(tool.Key, out var earlier) && earlier != tool.Value)
                .Select(tool => new ToolChange(ToolChangeKind.Changed, tool.Key, LineDiff.Of(before[tool.Key], tool.Value))),
        ];
    }

    private static int Count(Dictionary<UInt128, int> counts, UInt128 identity) => counts[identity] = counts.GetValueOrDefault(identity) + 1;
}
