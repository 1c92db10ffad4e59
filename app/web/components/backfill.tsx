import type { RuntimeStatus } from '../../runtime-view.ts';

/** How far the history is read, while it is. */
export function Backfill({ status: { backfill, points } }: { readonly status: RuntimeStatus }) {
  if (backfill >= 1) return null;
  const percent = Math.floor(backfill * 100);
  return (
    <div class="backfill">
      <label for="backfill">Reading the history</label>
      <progress id="backfill" max={100} value={percent} />
      <span class="muted">
        {percent} %, {points.toLocaleString('en')} points
      </span>
    </div>
  );
}
