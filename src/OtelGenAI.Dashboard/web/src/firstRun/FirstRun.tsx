import { useState } from "react";
import { getReceivers } from "../api/calls";
import { useAnswer } from "../api/useAnswer";
import { CopyButton } from "../controls/CopyButton";
import { ErrorNotice } from "../controls/ErrorNotice";
import { waysToSend } from "./snippets";
import "./firstRun.css";

const demo = "otelgenai demo";

/** An empty collector says how to send it something, with its own addresses. */
export function FirstRun() {
  const { answer, error, retry } = useAnswer("receivers", getReceivers);
  const [chosen, setChosen] = useState(0);
  const ways = answer === null ? [] : waysToSend(answer);
  const way = ways[chosen];
  return (
    <section className="first-run" aria-labelledby="first-run">
      <h1 id="first-run">No traces yet</h1>
      <p className="waiting" role="status">
        <span className="pulse" aria-hidden="true" /> Waiting for the first span. It is here within a second of its
        arrival.
      </p>
      {error !== null && <ErrorNotice error={error} what="addresses of the receivers" onRetry={retry} />}
      {answer !== null && (
        <dl className="facts">
          <div>
            <dt>OTLP/gRPC</dt>
            <dd className="mono">
              {answer.grpc} <CopyButton text={answer.grpc} what="address of OTLP/gRPC" />
            </dd>
          </div>
          <div>
            <dt>OTLP/HTTP</dt>
            <dd className="mono">
              {answer.otlpHttp} <CopyButton text={answer.otlpHttp} what="address of OTLP/HTTP" />
            </dd>
          </div>
          <div>
            <dt>Key</dt>
            <dd>{answer.needsKey ? "needed, with the scope to write: otelgenai keys add" : "not needed"}</dd>
          </div>
        </dl>
      )}
      <div className="tabs" role="tablist" aria-label="Ways to send something">
        {ways.map((item, index) => (
          <button
            key={item.title}
            type="button"
            role="tab"
            id={`way-${index}`}
            aria-selected={index === chosen}
            aria-controls="way"
            onClick={() => setChosen(index)}
          >
            {item.title}
          </button>
        ))}
      </div>
      {way !== undefined && (
        <div id="way" role="tabpanel" aria-labelledby={`way-${chosen}`} className="way">
          <p>{way.about}</p>
          <Snippet text={way.code} what={`${way.title} snippet`} />
        </div>
      )}
      <p>
        Or let the program show itself, with three runs of an example agent: one good, one quietly wrong, one failing.
      </p>
      <Snippet text={demo} what="command" />
    </section>
  );
}

function Snippet({ text, what }: { text: string; what: string }) {
  return (
    <div className="snippet">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
