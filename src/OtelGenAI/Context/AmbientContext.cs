using System.Diagnostics;
using OtelGenAI.Conventions;
using OtelGenAI.Invocations;

namespace OtelGenAI.Context;

/// <summary>Who is served, and with what, as far as the application said so: stamped on every GenAI span that starts while it holds.</summary>
/// <remarks>Never reaches metrics, and leaves this process only as baggage that was asked for. Source: util-genai, context-scoped attributes (OTEP 4931).</remarks>
internal sealed record AmbientContext
{
    private static readonly AsyncLocal<AmbientContext?> s_current = new();

    /// <summary>What holds here; flows with async calls.</summary>
    public static AmbientContext? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    public string? ConversationId { get; init; }

    public string? SessionId { get; init; }

    public string? UserId { get; init; }

    public string? Tenant { get; init; }

    public string[]? Tags { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public string? PromptName { get; init; }

    public string? PromptVersion { get; init; }

    /// <summary>Whether ids travel along with calls to our own services.</summary>
    public bool IsBaggage { get; init; }

    /// <summary>Whether it came with a message of another process.</summary>
    public bool HasArrived { get; init; }

    /// <summary>Writes onto a span what it does not say already.</summary>
    public void Stamp(Activity activity)
    {
        Stamp(activity, GenAIAttributes.ConversationId, ConversationId);
        Stamp(activity, SessionAttributes.Id, SessionId);
        Stamp(activity, UserAttributes.Id, UserId);
        Stamp(activity, OtelGenAIAttributes.Tenant, Tenant);
        Stamp(activity, OtelGenAIAttributes.Tags, Tags);
        foreach (var (key, value) in Metadata ?? NoMetadata)
        {
            Stamp(activity, OtelGenAIAttributes.Metadata + "." + key, value);
        }

        StampPrompt(activity);
    }

    /// <summary>Writes which prompt was used, onto calls of models only; what a span is may be known as late as its end.</summary>
    public void StampPrompt(Activity activity)
    {
        if (PromptName is not null && Operations.IsModelCall(activity.GetTagItem(GenAIAttributes.OperationName) as string))
        {
            Stamp(activity, GenAIAttributes.PromptName, PromptName);
            Stamp(activity, GenAIAttributes.PromptVersion, PromptVersion);
        }
    }

    private static IReadOnlyDictionary<string, string> NoMetadata { get; } = new Dictionary<string, string>();

    private static void Stamp(Activity activity, string key, object? value)
    {
        if (value is not null && activity.GetTagItem(key) is null)
        {
            activity.AddTag(key, value);
        }
    }
}
