using OtelGenAI.Otlp.Records;
using OtelGenAI.Storage.InMemory;
using OtelGenAI.Storage.Tests.Conformance;

namespace OtelGenAI.Storage.Tests.InMemory;

public sealed class InMemoryTraceStoreTests : StoreConformance
{
    protected override Task<ITraceStore> OpenAsync() => Task.FromResult<ITraceStore>(new InMemoryTraceStore(Prices, new OtlpMessageFormat()));
}
