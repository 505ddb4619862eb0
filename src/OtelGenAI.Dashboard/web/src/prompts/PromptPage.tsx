import type { Prompt } from "../api/contract";
import { getPrompts } from "../api/usage";
import { useAnswer } from "../api/useAnswer";
import { plural } from "../format/number";
import { formatMinute, parseTime } from "../format/time";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { listUrl, promptUrl, tracesUrl } from "../routing/route";
import { ListPage } from "../table/ListPage";
import { ListState } from "../table/ListState";
import { OnlyNewest } from "../table/OnlyNewest";
import { changeOf, figuresOf } from "./versions";
import "./prompts.css";

/** More columns are no comparison any more. */
const mostVersions = 8;

/** The versions of a prompt side by side, the newest first, each compared with the one before. */
export function PromptPage({ name, range }: { name: string; range: TimeRange }) {
  const { answer, error, isLoading, retry } = useAnswer(`prompts ${rangeKey(range)}`, (signal) =>
    getPrompts(range, signal),
  );
  const versions = (answer?.items ?? [])
    .filter((prompt) => prompt.name === name)
    .sort((a, b) => parseTime(b.firstSeen) - parseTime(a.firstSeen));
  return (
    <ListPage
      title={`Prompt ${name}`}
      about={
        <>
          Every version beside the one before it. <Link href={listUrl("prompts", range)}>All prompts</Link>
        </>
      }
      range={range}
      urlOf={(chosen) => promptUrl(name, chosen)}
    >
      <ListState
        what="versions"
        error={error}
        isLoading={isLoading}
        count={versions.length}
        empty={<p>No call of this time names this prompt.</p>}
        onRetry={retry}
      >
        <Versions versions={versions.slice(0, mostVersions)} range={range} />
        {versions.length > mostVersions && (
          <p className="list-about">And {plural(versions.length - mostVersions, "older version")}.</p>
        )}
        <OnlyNewest answer={answer} />
      </ListState>
    </ListPage>
  );
}

function Versions({ versions, range }: { versions: readonly Prompt[]; range: TimeRange }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="data-table-scroller" aria-label="Versions of the prompt" tabIndex={0}>
      <table className="data-table versions" data-testid="versions">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {versions.map((version) => (
              <th key={version.version} scope="col" className="number">
                <Link href={tracesUrl(version.query, range)} title="The runs that used it">
                  {version.version ?? "no version"}
                </Link>
                <span className="version-since">since {formatMinute(parseTime(version.firstSeen))}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figuresOf(versions).map((figure) => (
            <tr key={figure.title}>
              <th scope="row">{figure.title}</th>
              {versions.map((version, at) => {
                const value = figure.of(version);
                const change = changeOf(figure, version, versions[at + 1]);
                return (
                  <td key={version.version} className="number" data-figure={figure.title}>
                    {value === null ? "–" : figure.text(value)}
                    <span className="version-change" data-worse={change?.isWorse}>
                      {change?.text}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
