namespace OtelGenAI.Http.Formats;

/// <summary>Reads one streamed answer, event by event. Not thread-safe.</summary>
internal interface IStreamedResponse
{
    /// <summary>Takes one event.</summary>
    /// <param name="name">Its name, where the framing has names; otherwise empty.</param>
    /// <param name="data">Its data.</param>
    /// <returns>Whether it carried a piece of the answer, rather than only its frame.</returns>
    bool Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);

    /// <summary>No more events come: puts what was collected into the facts.</summary>
    void Complete();
}
