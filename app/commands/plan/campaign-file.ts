import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Campaign } from '../../../lib/domain/capacity/campaign.ts';
import { resolveCalendar } from '../../../lib/infra/config/calendar/resolve.ts';
import { explain, printPath } from '../../../lib/infra/config/explain.ts';
import type { JsonSchema } from '../../../lib/infra/config/json-schema.ts';
import { calendarSchema } from '../../../lib/infra/config/schema/calendar.ts';
import { ConfigError } from '../../../lib/ports/errors.ts';

/**
 * The campaigns of a YAML or JSON file, by start: a list of them, a calendar as an environment file has it, or such a
 * file.
 * @throws ConfigError with everything that is wrong with it
 */
export function readCampaigns(path: string): readonly Campaign[] {
  const input = calendarIn(path, parsed(path));
  const checked = calendarSchema.safeParse(input);
  if (!checked.success) {
    const schema = z.toJSONSchema(calendarSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    const complaints = checked.error.issues.flatMap((issue) => explain(issue, input, schema));
    throw new ConfigError(
      complaints.map(({ path: at, words }) => `--campaigns ${path}: ${printPath(at)}: ${words}`),
    );
  }
  // The time decides of which years holidays are, and those are not asked for.
  const { events } = resolveCalendar({ ...checked.data, country: undefined }, 0);
  return [...events].sort((a, b) => a.fromMs - b.fromMs);
}

function calendarIn(path: string, given: unknown): unknown {
  if (Array.isArray(given)) return { campaigns: given };
  const fields = (given ?? {}) as { readonly calendar?: unknown; readonly campaigns?: unknown };
  if (fields.calendar !== undefined) return fields.calendar;
  if (fields.campaigns !== undefined) return given;
  throw new ConfigError([
    `--campaigns ${path}: got no campaigns: give a list of {name, from, to, strength}, as in {name: sale, from: 2026-11-27T18:00, to: 2026-11-27T23:00, strength: 1.4}`,
  ]);
}

function parsed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([`--campaigns ${path}: cannot be read: give a YAML or JSON file`], {
      cause: error,
    });
  }
  try {
    return parse(text);
  } catch (error) {
    const [why = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new ConfigError([`--campaigns ${path}: is neither YAML nor JSON (${why})`], { cause: error });
  }
}
