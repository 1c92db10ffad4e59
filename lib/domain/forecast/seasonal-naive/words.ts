import type { SeasonChoice, TrendChoice } from './choose.ts';
import type { NaiveState } from './model.ts';

/** The model in words: `seasonal naive with drift: season 1 day, newest season 0.5, correction 0.3`. */
export function describe(
  choice: SeasonChoice | TrendChoice,
  core: NaiveState['core'],
  stepMs: number,
): string {
  if (core.kind === 'trend' || choice.kind === 'trend') {
    const { beta, keep } = core.kind === 'trend' ? core : { beta: 1, keep: 0 };
    const memory = durationWords(stepMs / (1 - keep));
    return `naive with drift: no season, newest value ${beta}, slope of the last ${memory}`;
  }
  const drift = core.drift === 0 ? 'no drift' : `drift ${short(core.drift * choice.season)} a season`;
  const season = durationWords(choice.season * stepMs);
  return `seasonal naive with drift: season ${season}, newest season ${core.alpha}, correction ${core.beta}, ${drift}`;
}

function short(x: number): string {
  return String(Number(x.toPrecision(3)));
}

function durationWords(ms: number): string {
  const units = [
    ['week', 604_800_000],
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const;
  const [name, size] = units.find(([, unit]) => Math.round(ms) % unit === 0) ?? (['ms', 1] as const);
  const count = Math.round(ms / size);
  return `${count} ${name}${count === 1 || name === 'ms' ? '' : 's'}`;
}
