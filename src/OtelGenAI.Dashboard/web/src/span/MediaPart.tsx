import type { Part } from "../api/contract";
import { CopyButton } from "../controls/CopyButton";
import { formatCompact } from "../format/number";

/** Images made of pixels only. An SVG can carry scripts and links, so it stays data. */
const pictures = /^image\/(png|jpeg|gif|webp)$/;
const base64 = /^[A-Za-z0-9+/=\s]+$/;
/** About 6 MB of picture; more would make the panel slow for everybody to please a few. */
const longestPicture = 8_000_000;

/**
 * Content that is not text. An address is shown, never fetched: whoever wrote the prompt would learn who reads the
 * trace, and when.
 */
export function MediaPart({ part }: { part: Part }) {
  const mimeType = typeof part.mimeType === "string" ? part.mimeType : null;
  const content = typeof part.content === "string" ? part.content : null;
  const address = [part.uri, part.fileId].find((value) => typeof value === "string") as string | undefined;
  const isPicture =
    content !== null &&
    mimeType !== null &&
    pictures.test(mimeType) &&
    content.length <= longestPicture &&
    base64.test(content);
  return (
    <div className="media-part">
      <span className="part-label">
        {[part.modality, mimeType ?? part.type].filter((value) => typeof value === "string").join(" · ")}
      </span>
      {isPicture && <img src={`data:${mimeType};base64,${content}`} alt={`${mimeType} in the message`} />}
      {content !== null && !isPicture && (
        <span className="dim">{formatCompact(content.length)} characters of base64</span>
      )}
      {address !== undefined && (
        <span className="mono address">
          {address} <CopyButton text={address} what="address" />
        </span>
      )}
    </div>
  );
}
