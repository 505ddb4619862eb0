import { Notice } from "./Notice";

interface Props {
  error: Error;
  /** What could not be had: "traces". */
  what: string;
  onRetry?(): void;
  /** One line above content that is still shown, instead of a page of its own. */
  isCompact?: boolean;
}

/** A failed request, in the server's own words. */
export function ErrorNotice({ error, what, onRetry, isCompact = false }: Props) {
  const again = onRetry && (
    <button type="button" onClick={onRetry}>
      Try again
    </button>
  );
  if (isCompact) {
    return (
      <div className="error-line" role="alert">
        <span>{error.message}</span> {again}
      </div>
    );
  }
  return (
    <Notice title={`Could not load ${what}`} tone="error">
      <p>{error.message}</p>
      {again}
    </Notice>
  );
}
