import { type FormEvent, useState } from "react";
import type { SavedView } from "../api/contract";
import { useAnswer } from "../api/useAnswer";
import { getViews, removeView, saveView, type ViewScope } from "../api/views";
import { Menu } from "../controls/Menu";
import type { TimeRange } from "../range/timeRange";
import { Link } from "../routing/Link";
import { tracesUrl } from "../routing/route";
import type { ListSettings } from "./listSettings";

interface Props {
  query: string;
  range: TimeRange;
  settings: ListSettings;
  onSettings(change: Partial<ListSettings>): void;
}

/** Searches to come back to, kept by the server: those of everybody, and one's own. */
export function ViewsMenu(props: Props) {
  return (
    <Menu label="Views" title="Searches to come back to">
      {(close) => <Views {...props} onClose={close} />}
    </Menu>
  );
}

function Views({ query, range, settings, onSettings, onClose }: Props & { onClose(): void }) {
  const { answer, error, retry } = useAnswer("views", getViews);
  const [failure, setFailure] = useState<Error | null>(null);

  async function change(work: () => Promise<unknown>) {
    try {
      await work();
      setFailure(null);
    } catch (reason) {
      setFailure(reason as Error);
    }
    retry();
  }

  const problem = failure ?? error;
  return (
    <>
      {problem !== null && (
        <p className="error-text menu-line" role="alert">
          {problem.message}
        </p>
      )}
      {answer?.items.length === 0 && <p className="dim menu-line">None is saved yet.</p>}
      {answer?.items.map((view) => (
        <ViewLine
          key={`${view.scope} ${view.name}`}
          view={view}
          onOpen={() => {
            onSettings({ columns: view.columns });
            onClose();
          }}
          onRemove={() => void change(() => removeView(view))}
        />
      ))}
      <SaveForm
        onSave={(name, scope) =>
          void change(() => saveView({ scope, name, url: tracesUrl(query, range), columns: [...settings.columns] }))
        }
      />
      <p className="dim menu-line">Search, time and columns. The address alone can be shared too.</p>
    </>
  );
}

function ViewLine({ view, onOpen, onRemove }: { view: SavedView; onOpen(): void; onRemove(): void }) {
  return (
    <span className="menu-line view-line" data-testid="saved-view" data-scope={view.scope}>
      <Link href={safeUrl(view.url)} title={view.url} onClick={onOpen}>
        {view.name}
      </Link>
      {view.scope === "shared" && <span className="chip">everybody</span>}
      <button type="button" className="quiet" aria-label={`Remove the view ${view.name}`} onClick={onRemove}>
        ✕
      </button>
    </span>
  );
}

/** The server takes addresses of this list only; a click follows none of another place, whatever it says. */
function safeUrl(url: string): string {
  return /^\/(?:\?|$)/.test(url) ? url : "/";
}

function SaveForm({ onSave }: { onSave(name: string, scope: ViewScope): void }) {
  const [name, setName] = useState("");
  const [isShared, setIsShared] = useState(false);

  function save(event: FormEvent) {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "") return;
    onSave(wanted, isShared ? "shared" : "own");
    setName("");
  }

  return (
    <form className="view-form" onSubmit={save}>
      <input
        type="text"
        aria-label="Name of the view"
        placeholder="Name of this search"
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.target.value)}
      />
      <button type="submit" disabled={name.trim() === ""}>
        Save
      </button>
      <label>
        <input type="checkbox" checked={isShared} onChange={(event) => setIsShared(event.target.checked)} />
        for everybody, which needs an admin key
      </label>
    </form>
  );
}
