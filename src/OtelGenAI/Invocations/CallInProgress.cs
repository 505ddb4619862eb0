namespace OtelGenAI.Invocations;

/// <summary>Says to what is called inside a model call that the call is recorded already, where no span can say it.</summary>
/// <remarks>
/// Two cases. A call that is not sampled has no span, and is measured all the same. And where an adapter of ours reads the wire, the request that HttpClient
/// sends inside is the same bytes again. Flows with async calls; a tool inside begins anew.
/// </remarks>
internal static class CallInProgress
{
    private static readonly AsyncLocal<bool> s_isRecorded = new();

    /// <summary>Whether what is called here is part of a call that is recorded already.</summary>
    public static bool IsRecorded
    {
        get => s_isRecorded.Value;
        set => s_isRecorded.Value = value;
    }
}
