// Sends one kind of telemetry with the exporters of OpenTelemetry JS, and prints the requests that were acknowledged as OTLP/JSON, written by
// OpenTelemetry's own serializer: also for gRPC and protobuf, so that what arrived can be compared field by field.
// usage: node export.mjs traces|logs|metrics grpc|proto|http URL none|gzip
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { JsonLogsSerializer, JsonMetricsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';

const [signal, protocol, url, compression] = process.argv.slice(2);
const resource = resourceFromAttributes({ 'service.name': `js-${protocol}` });

/** The exporter of a signal; each has the same name in each of its three packages. */
async function exporter(kind, name) {
  const module = await import(`@opentelemetry/exporter-${kind}-otlp-${protocol}`);
  return new module[name]({ url, compression });
}

/** Remembers what an exporter sent, and what it said of each of its requests. */
function observe(inner, serializer) {
  const results = [];
  const send = inner.export.bind(inner);
  inner.export = (items, done) => {
    const request = JSON.parse(new TextDecoder().decode(serializer.serializeRequest(items)));
    send(items, result => {
      results.push({ ...result, request });
      done(result);
    });
  };
  return results;
}

async function sendTraces() {
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const traces = await exporter('trace', 'OTLPTraceExporter');
  const results = observe(traces, JsonTraceSerializer);
  const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: traces })] });
  const tracer = provider.getTracer('export.mjs', '1.0');
  for (let run = 0; run < 3; run++) {
    const agent = tracer.startSpan('invoke_agent clerk', { attributes: { 'gen_ai.operation.name': 'invoke_agent' } }, ROOT_CONTEXT);
    const chat = tracer.startSpan(
      'chat gpt-4o',
      {
        kind: SpanKind.CLIENT,
        attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 12 + run, words: ['ü', '🜁'] },
        links: [{ context: agent.spanContext() }],
      },
      trace.setSpan(ROOT_CONTEXT, agent),
    );
    chat.addEvent('gen_ai.choice', { index: 0, share: 0.5 });
    chat.setStatus({ code: SpanStatusCode.ERROR, message: 'no answer' });
    chat.end();
    agent.end();
  }
  await provider.forceFlush();
  await provider.shutdown();
  return results;
}

async function sendLogs() {
  const { LoggerProvider, SimpleLogRecordProcessor } = await import('@opentelemetry/sdk-logs');
  const logs = await exporter('logs', 'OTLPLogExporter');
  const results = observe(logs, JsonLogsSerializer);
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter: logs })] });
  const logger = provider.getLogger('export.mjs', '1.0');
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: '00f067aa0ba902b7', traceFlags: 1 };
  const context = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext(span));
  for (const body of ['first', { role: 'user', content: ['ü', '🜁', 7, 0.5, true] }]) {
    logger.emit({ severityNumber: 9, severityText: 'INFO', eventName: 'gen_ai.user.message', body, attributes: { 'gen_ai.system': 'openai', n: 3 }, context });
  }
  await provider.forceFlush();
  await provider.shutdown();
  return results;
}

async function sendMetrics() {
  const { AggregationType, MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  const metrics = await exporter('metrics', 'OTLPMetricExporter');
  const results = observe(metrics, JsonMetricsSerializer);
  const views = [{ instrumentName: 'js.latency', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }];
  const provider = new MeterProvider({ resource, views, readers: [new PeriodicExportingMetricReader({ exporter: metrics })] });
  const meter = provider.getMeter('export.mjs', '1.0');
  const tokens = meter.createHistogram('gen_ai.client.token.usage', { unit: '{token}', description: 'Tokens' });
  tokens.record(12, { 'gen_ai.token.type': 'input' });
  tokens.record(700, { 'gen_ai.token.type': 'output' });
  meter.createCounter('js.requests').add(3, { path: '/ü', ok: true });
  meter.createUpDownCounter('js.open').add(-2);
  meter.createGauge('js.level').record(0.25);
  meter.createObservableCounter('js.bytes').addCallback(result => result.observe(4096, { device: 'a' }));
  const latency = meter.createHistogram('js.latency', { unit: 's' });
  for (const seconds of [0.01, 0.02, 1.5]) {
    latency.record(seconds);
  }
  await provider.forceFlush();
  await provider.shutdown();
  return results;
}

const results = await { traces: sendTraces, logs: sendLogs, metrics: sendMetrics }[signal]();
const failed = results.filter(result => result.code !== 0);
if (results.length === 0 || failed.length > 0) {
  console.error(`${results.length} requests, ${failed.length} failed: ${failed.map(result => result.error).join('; ')}`);
  process.exit(1);
}
console.log(JSON.stringify(results.map(result => result.request)));
