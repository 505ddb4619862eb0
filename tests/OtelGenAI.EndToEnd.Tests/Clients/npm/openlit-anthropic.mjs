// OpenLIT's SDK with the SDK of Anthropic, which makes spans of its own too.
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import openlit from 'openlit';
import { callAnthropic } from './anthropic-calls.mjs';
import { otlp, provider } from './otel.mjs';

openlit.default.init({ otlpEndpoint: otlp, applicationName: 'openlit', disableBatch: true, pricingJson: { chat: {}, embeddings: {} } });
const { Anthropic } = createRequire(import.meta.url)('@anthropic-ai/sdk');
const span = trace.getTracer('application').startSpan('handle request');
await context.with(trace.setSpan(context.active(), span), () => callAnthropic(new Anthropic({ baseURL: provider, apiKey: 'key' })));
span.end();
await trace.getTracerProvider().getDelegate().forceFlush();
console.log(span.spanContext().traceId);

// Its metrics are sent on a timer that keeps the process.
process.exit(0);
