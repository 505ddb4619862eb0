using Google.Protobuf;
using OtelGenAI.Otlp.Tests.Oracle;
using OtelGenAI.Otlp.Traces;

namespace OtelGenAI.Otlp.Tests.Traces;

public sealed class OtlpTraceDecoderTests
{
    [Fact]
    public void A_span_becomes_a_row_with_its_ids_times_and_attributes()
    {
        var span = Some.Span();
        span.ParentSpanId = ByteString.CopyFrom(Some.SpanId(2));
        span.Attributes.Add(Some.Attribute("gen_ai.request.model", "gpt-4o"));
        span.Attributes.Add(Some.Attribute("gen_ai.usage.input_tokens", new AnyValue { IntValue = 12 }));

        var batch = Some.Decoded(Some.Request(span));

        var row = Assert.Single(batch.Spans.ToArray());
        Assert.Equal("0102030405060708090a0b0c0d0e0f10", row.TraceId.ToString());
        Assert.Equal("a000000000000001", row.SpanId.ToString());
        Assert.Equal("a000000000000002", row.ParentSpanId.ToString());
        Assert.Equal("chat gpt-4o", batch.Text(row.Name));
        Assert.Equal(1_700_000_000_000_000_000ul, row.StartUnixNano);
        Assert.Equal(1_700_000_001_000_000_000ul, row.EndUnixNano);
        var attributes = batch.Attributes.Slice(row.Attributes.First, row.Attributes.Count).ToArray();
        Assert.Equal(["gen_ai.request.model", "gen_ai.usage.input_tokens"], attributes.Select(one => batch.Text(one.Key)));
        Assert.Equal("gpt-4o", batch.Text(attributes[0].Text));
        Assert.Equal(12, attributes[1].Bits);
        Assert.Equal(span.ToByteArray(), batch.Bytes(row.Message).ToArray());
    }

    [Fact]
    public void Resource_and_scope_are_rows_with_envelopes_that_lack_only_their_contents()
    {
        var request = Some.Request(Some.Span());
        request.ResourceSpans[0].SchemaUrl = "https://example.com/resource";
        request.ResourceSpans[0].ScopeSpans[0].SchemaUrl = "https://example.com/scope";

        var batch = Some.Decoded(request);

        var resource = Assert.Single(batch.Resources.ToArray());
        Assert.Equal("https://example.com/resource", batch.Text(resource.SchemaUrl));
        Assert.Equal("service.name", batch.Text(batch.Attributes[resource.Attributes.First].Key));
        var envelope = request.ResourceSpans[0].Clone();
        envelope.ScopeSpans.Clear();
        Assert.Equal(envelope.ToByteArray(), batch.Bytes(resource.Envelope).ToArray());

        var scope = Assert.Single(batch.Scopes.ToArray());
        Assert.Equal("lib", batch.Text(scope.Name));
        Assert.Equal("1.0", batch.Text(scope.Version));
        var scopeEnvelope = request.ResourceSpans[0].ScopeSpans[0].Clone();
        scopeEnvelope.Spans.Clear();
        Assert.Equal(scopeEnvelope.ToByteArray(), batch.Bytes(scope.Envelope).ToArray());
    }

    [Fact]
    public void A_span_with_an_impossible_id_is_refused_alone_and_named()
    {
        var bad = Some.Span("broken", id: 2);
        bad.TraceId = ByteString.CopyFrom(1, 2, 3);

        var batch = Some.Decoded(Some.Request(Some.Span("first"), bad, Some.Span("last", id: 3)));

        Assert.Equal(["first", "last"], batch.Spans.ToArray().Select(span => batch.Text(span.Name)));
        Assert.Equal(
            "Span \"broken\" (span id a000000000000002): the trace id has 3 bytes instead of 16.",
            Assert.Single(batch.Rejections.Reasons));
        Assert.Equal(1, batch.Rejections.CountByCause["trace_id"]);
    }

    [Fact]
    public void A_stored_span_is_read_alone_with_its_resource_and_scope()
    {
        var span = Some.Span();
        span.Attributes.Add(Some.Attribute("gen_ai.system", "openai"));
        var first = Some.Decoded(Some.Request(Some.Span("other", id: 9), span));
        var row = first.Spans[1];

        var batch = Some.Batch();
        var result = OtlpTraceDecoder.DecodeStored(
            batch,
            first.Memory(row.Message).ToArray(),
            first.Memory(first.Resources[row.ResourceIndex].Envelope).ToArray(),
            first.Memory(first.Scopes[row.ScopeIndex].Envelope).ToArray(),
            OtlpLimits.Default);

        Assert.IsType<OtlpDecodeResult.Decoded>(result);
        var read = Assert.Single(batch.Spans.ToArray());
        Assert.Equal(row.SpanId, read.SpanId);
        Assert.Equal("openai", batch.Text(batch.Attributes[read.Attributes.First].Text));
        Assert.Equal("shop", batch.Text(batch.Attributes[batch.Resources[0].Attributes.First].Text));
        Assert.Equal("service.name", batch.Text(batch.Attributes[batch.Resources[0].Attributes.First].Key));
        Assert.Equal("lib", batch.Text(batch.Scopes[0].Name));
    }
}
