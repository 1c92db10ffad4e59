import type { Handler } from 'hono';
import { z } from 'zod';
import type { RuntimeView } from '../runtime-view.ts';

const name = z.string().min(1).max(2000);
const feedbackBody = z.union([
  z.strictObject({ incident: name }),
  z.strictObject({ series: name, atMs: z.number().int().min(0).max(8.64e15) }),
]);

/** Takes `{"incident": ID}` or `{"series": KEY, "atMs": TIME}`: that it is no anomaly. Answers what is remembered. */
export function feedbackHandler(view: Pick<RuntimeView, 'giveFeedback'>): Handler {
  return async (c) => {
    const body = feedbackBody.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success)
      return c.json({ error: 'give {"incident": ID} or {"series": KEY, "atMs": TIME in ms} as JSON' }, 400);
    const answer = await view.giveFeedback(body.data);
    return answer.kind === 'marked'
      ? c.json({ marked: answer.marked })
      : c.json({ error: answer.reason.slice(0, 500) }, 404);
  };
}
