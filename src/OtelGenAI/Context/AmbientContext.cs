using System.Diagnostics;
using OtelGenAI.Conventions;

namespace OtelGenAI.Context;

/// <summary>Who is served, as far as the application said so: stamped on every GenAI span that starts while it holds.</summary>
/// <remarks>Stays in this process and never reaches metrics. Source: util-genai, context-scoped attributes (OTEP 4931).</remarks>
internal sealed record AmbientContext(string? ConversationId, string? SessionId, string? UserId)
{
    private static readonly AsyncLocal<AmbientContext?> s_current = new();

    /// <summary>What holds here; flows with async calls.</summary>
    public static AmbientContext? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Writes onto a span what it does not say already.</summary>
    public void Stamp(Activity activity)
    {
        Stamp(activity, GenAIAttributes.ConversationId, ConversationId);
        Stamp(activity, SessionAttributes.Id, SessionId);
        Stamp(activity, UserAttributes.Id, UserId);
    }

    private static void Stamp(Activity activity, string key, string? value)
    {
        if (value is not null && activity.GetTagItem(key) is null)
        {
            activity.AddTag(key, value);
        }
    }
}
