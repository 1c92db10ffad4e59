import { judge } from './goals.ts';
import type { Outcome, Seen } from './play.ts';

/** A run and its incidents, told as soon as they are known: what a later run does not lose. */
export function runText(outcome: Outcome): string {
  const { story, seed, incidents, days, isCampaignTold } = outcome;
  const perWeek = story === 'quiet' ? `, ${((incidents.length * 7) / days).toFixed(2)} a week` : '';
  const told = isCampaignTold ? ', campaigns told' : '';
  const head = `${story}, seed ${seed}${told}: ${incidents.length} incidents${perWeek}`;
  return [head, ...incidents.map((incident) => `  ${row(incident, story)}`)].join('\n');
}

function row({ severity, title, openedMinutes, resolvedMinutes, findings }: Seen, story: string): string {
  const opened = `after ${openedMinutes.toFixed(0)} min`;
  const end = story === 'quiet' ? 'run' : 'story';
  const over =
    resolvedMinutes === undefined
      ? 'STILL OPEN'
      : `over ${resolvedMinutes.toFixed(0)} min from the ${end}'s end`;
  const rest = [...new Set(findings.map((one) => one.split(' ')[0]))].join(', ');
  return `${severity.padEnd(8)} ${title}; ${opened}; ${over}; ${findings.length} findings: ${rest}`;
}

/** What was asked of each run and what came, as a Markdown table. */
export function goalTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { asked, got, isMet } = judge(outcome);
    const what = outcome.story === 'quiet' ? `${outcome.days.toFixed(0)} quiet days` : outcome.story;
    const told = outcome.isCampaignTold ? ', campaigns told' : '';
    return `| ${what}${told} | ${outcome.seed} | ${asked} | ${got} | ${isMet ? 'yes' : 'NO'} |`;
  });
  return ['| run | seed | asked | came | met |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** Incidents a week of the quiet runs, by rule; nothing where there is no such run. */
export function quietText(outcomes: readonly Outcome[]): string {
  const quiet = outcomes.filter(({ story }) => story === 'quiet');
  const days = quiet.reduce((sum, one) => sum + one.days, 0);
  if (days === 0) return '';
  const byRule = new Map<string, number>();
  for (const { rule, severity } of quiet.flatMap(({ incidents }) => incidents)) {
    const name = `${rule} (${severity})`;
    byRule.set(name, (byRule.get(name) ?? 0) + 1);
  }
  const rows = [...byRule].map(([name, count]) => `  ${((count * 7) / days).toFixed(2)}  ${name}`);
  const lines = rows.length > 0 ? rows : ['  none'];
  return [`quiet: ${days.toFixed(0)} days, incidents a week by rule`, ...lines].join('\n');
}
