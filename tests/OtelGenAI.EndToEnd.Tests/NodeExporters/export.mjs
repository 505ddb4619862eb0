// Sends one kind of telemetry with the exporters of OpenTelemetry JS, and prints what was acknowledged.
// usage: node export.mjs traces|logs|metrics grpc|proto|http URL none|gzip
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';

const [signal, protocol, url, compression] = process.argv.slice(2);
const resource = resourceFromAttributes({ 'service.name': `js-${protocol}` });

/** The exporter of a signal; each has the same name in each of its three packages. */
async function exporter(kind, name) {
  const module = await import(`@opentelemetry/exporter-${kind}-otlp-${protocol}`);
  return new module[name]({ url, compression });
}

/** Remembers what an exporter said of each of its requests. */
function observe(inner) {
  const results = [];
  const send = inner.export.bind(inner);
  inner.export = (items, done) =>
    send(items, result => {
      results.push(result);
      done(result);
    });
  return results;
}

async function sendTraces() {
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const traces = await exporter('trace', 'OTLPTraceExporter');
  const results = observe(traces);
  const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: traces })] });
  const tracer = provider.getTracer('export.mjs', '1.0');
  const spans = [];
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
    spans.push(agent, chat);
  }
  await provider.forceFlush();
  await provider.shutdown();
  return { results, sent: spans.map(span => span.spanContext()).map(({ traceId, spanId }) => ({ traceId, spanId })) };
}

async function sendLogs() {
  const { LoggerProvider, SimpleLogRecordProcessor } = await import('@opentelemetry/sdk-logs');
  const logs = await exporter('logs', 'OTLPLogExporter');
  const results = observe(logs);
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter: logs })] });
  const logger = provider.getLogger('export.mjs', '1.0');
  const sent = ['first', 'second'];
  for (const body of sent) {
    logger.emit({ severityNumber: 9, eventName: 'gen_ai.user.message', body, attributes: { 'gen_ai.system': 'openai' } });
  }
  await provider.forceFlush();
  await provider.shutdown();
  return { results, sent };
}

async function sendMetrics() {
  const { MeterProvider, PeriodicExportingMetricReader } = await import('@opentelemetry/sdk-metrics');
  const metrics = await exporter('metrics', 'OTLPMetricExporter');
  const results = observe(metrics);
  const provider = new MeterProvider({ resource, readers: [new PeriodicExportingMetricReader({ exporter: metrics })] });
  const meter = provider.getMeter('export.mjs', '1.0');
  meter.createHistogram('gen_ai.client.token.usage', { unit: '{token}' }).record(12, { 'gen_ai.token.type': 'input' });
  meter.createCounter('js.requests').add(3);
  await provider.forceFlush();
  await provider.shutdown();
  return { results, sent: ['gen_ai.client.token.usage', 'js.requests'] };
}

const { results, sent } = await { traces: sendTraces, logs: sendLogs, metrics: sendMetrics }[signal]();
const failed = results.filter(result => result.code !== 0);
if (results.length === 0 || failed.length > 0) {
  console.error(`${results.length} requests, ${failed.length} failed: ${failed.map(result => result.error).join('; ')}`);
  process.exit(1);
}
console.log(JSON.stringify(sent));
