using OtelGenAI.Conventions;

namespace OtelGenAI.Context;

/// <summary>The part of the context that may travel, in the W3C header <c>baggage</c>: ids, and no metadata.</summary>
internal static class ContextBaggage
{
    /// <summary>Name of the header, and of the property of MCP's <c>_meta</c>.</summary>
    public const string HeaderName = "baggage";

    // Longer than any id; what strangers send is not kept beyond it.
    private const int MaxValueLength = 256;

    /// <summary>Adds a context to what is already there.</summary>
    /// <param name="present">A header, or <see langword="null"/>.</param>
    /// <param name="context">The context.</param>
    public static string? Merge(string? present, AmbientContext context)
    {
        var members = new List<string>();
        if (!string.IsNullOrEmpty(present))
        {
            members.Add(present);
        }

        Add(members, GenAIAttributes.ConversationId, context.ConversationId);
        Add(members, SessionAttributes.Id, context.SessionId);
        Add(members, UserAttributes.Id, context.UserId);
        Add(members, OtelGenAIAttributes.Tenant, context.Tenant);
        return members.Count == 0 ? null : string.Join(',', members);
    }

    /// <summary>Makes a context of what arrived.</summary>
    /// <param name="find">Gives the value of a member.</param>
    /// <returns><see langword="null"/> if nothing of it is ours.</returns>
    public static AmbientContext? Read(Func<string, string?> find)
    {
        var context = new AmbientContext
        {
            ConversationId = Accept(find(GenAIAttributes.ConversationId)),
            SessionId = Accept(find(SessionAttributes.Id)),
            UserId = Accept(find(UserAttributes.Id)),
            Tenant = Accept(find(OtelGenAIAttributes.Tenant)),
            HasArrived = true,
        };
        return context is { ConversationId: null, SessionId: null, UserId: null, Tenant: null } ? null : context;
    }

    /// <summary>Finds a member in a header.</summary>
    public static string? Find(string header, string name)
    {
        foreach (var member in header.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = member.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && member.AsSpan(0, equals).TrimEnd().SequenceEqual(name))
            {
                return Uri.UnescapeDataString(member[(equals + 1)..].Split(';')[0].Trim());
            }
        }

        return null;
    }

    private static void Add(List<string> members, string name, string? value)
    {
        if (value is not null)
        {
            members.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static string? Accept(string? value) => value is { Length: > 0 and <= MaxValueLength } ? value : null;
}
