namespace OtelGenAI.Http.Formats;

/// <summary>Reads one streamed answer, event by event. Not thread-safe.</summary>
internal interface IStreamedResponse
{
    /// <summary>Takes the data of one event.</summary>
    /// <returns>Whether it carried a piece of the answer, rather than only its frame.</returns>
    bool Event(ReadOnlySpan<byte> data);

    /// <summary>No more events come: puts what was collected into the facts.</summary>
    void Complete();
}
