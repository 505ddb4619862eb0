import type { Prompt, UsageGroup } from "../api/contract";
import { getPrompts } from "../api/usage";
import { useAnswer } from "../api/useAnswer";
import { formatCount } from "../format/number";
import { formatSecond, parseTime } from "../format/time";
import { rangeKey, type TimeRange } from "../range/timeRange";
import { listUrl, promptUrl } from "../routing/route";
import { type Column, DataTable } from "../table/DataTable";
import { ListPage } from "../table/ListPage";
import { ListState } from "../table/ListState";
import { OnlyNewest } from "../table/OnlyNewest";
import * as figures from "../usage/columns";
import { Scores } from "./Scores";

const columns: readonly Column<Prompt>[] = [
  { key: "prompt", title: "Prompt", value: (prompt) => prompt.name, cell: (prompt) => prompt.name },
  {
    key: "version",
    title: "Version",
    value: (prompt) => prompt.version,
    cell: (prompt) => prompt.version ?? <span className="dim">not named</span>,
  },
  {
    key: "runs",
    title: "Runs",
    hint: "Traces that used it",
    isNumber: true,
    value: (prompt) => prompt.traces,
    cell: (prompt) => formatCount(prompt.traces),
  },
  ...[
    { ...figures.calls, needs: "medium" as const },
    figures.errors,
    figures.tokens,
    figures.cost,
    figures.costPerCall,
    figures.p50,
    figures.p95,
  ].map(ofUsage),
  {
    key: "scores",
    title: "Scores",
    hint: "Means of what evaluations found about the runs",
    needs: "medium",
    cell: (prompt) => <Scores scores={prompt.scores} />,
  },
  {
    key: "last",
    title: "Last used",
    needs: "wide",
    value: (prompt) => parseTime(prompt.lastSeen),
    cell: (prompt) => <span className="time">{formatSecond(parseTime(prompt.lastSeen))}</span>,
  },
];

/** Every version of every prompt that calls name, with what they took. */
export function PromptsPage({ range }: { range: TimeRange }) {
  const { answer, error, isLoading, retry } = useAnswer(`prompts ${rangeKey(range)}`, (signal) =>
    getPrompts(range, signal),
  );
  const items = answer?.items ?? [];
  return (
    <ListPage
      title="Prompts"
      about="Prompt templates that calls name, version by version. A row leads to the versions of the prompt, side by side."
      range={range}
      urlOf={(chosen) => listUrl("prompts", chosen)}
    >
      <ListState
        what="prompts"
        error={error}
        isLoading={isLoading}
        count={items.length}
        empty={<HowToName />}
        onRetry={retry}
      >
        <DataTable
          label="Prompts"
          rows={items}
          columns={columns}
          rowKey={(prompt) => `${prompt.name} ${prompt.version ?? ""}`}
          href={(prompt) => promptUrl(prompt.name, range)}
        />
        <OnlyNewest answer={answer} />
      </ListState>
    </ListPage>
  );
}

function HowToName() {
  return (
    <>
      <p>No call of this time names the prompt template that it used.</p>
      <p>
        In .NET, <code>GenAI.BeginContext(promptName: "triage", promptVersion: "3")</code> names it for the calls
        inside; prompts of Langfuse, LangSmith, OpenInference and OpenLLMetry are read as those name them.
      </p>
    </>
  );
}

/** A column of sums, of the calls with a prompt. */
function ofUsage({ value, cell, ...column }: Column<UsageGroup>): Column<Prompt> {
  return {
    ...column,
    ...(value === undefined ? {} : { value: (prompt: Prompt) => value(prompt.usage) }),
    cell: (prompt) => cell(prompt.usage),
  };
}
