namespace OtelGenAI.Http.Formats;

/// <summary>Reads one streamed answer, event by event. Not thread-safe.</summary>
internal interface IStreamedResponse
{
    /// <summary>Names of fields whose values are words of the answer, padding or a counter of pieces: nothing that is wanted while content is not captured.</summary>
    /// <value>
    /// Empty for most. Two events that carry words and differ in these fields alone must mean the same, however often they come: the second is not read
    /// (<see cref="AlikePieces"/>).
    /// </value>
    IReadOnlyList<string> WordFields => [];

    /// <summary>Whether counts are among <see cref="WordFields"/>, in every piece, and those of the last piece hold.</summary>
    /// <value>Only for framings without names.</value>
    bool HasRunningCounts => false;

    /// <summary>Whether the event that was just taken may stand for others that differ in <see cref="WordFields"/> alone.</summary>
    /// <value>Not a whole tool call, of which two that are alike are still two.</value>
    bool IsRepeatable => true;

    /// <summary>Takes one event.</summary>
    /// <param name="name">Its name, where the framing has names; otherwise empty.</param>
    /// <param name="data">Its data.</param>
    /// <returns>Whether it carried a piece of the answer, rather than only its frame.</returns>
    bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);

    /// <summary>No more events come: puts what was collected into the facts.</summary>
    void Complete();
}
