import type { Page } from '../../../domain/catalogue/dashboard.ts';
import { type Block, columns, textBlock } from './body.ts';
import type { Scene } from './scene.ts';
import { clusterPlaceholder } from './variables.ts';

/** Alarms in one alarm widget, and such widgets on a page, at most. */
const [widgetAlarms, alarmWidgets] = [100, 5] as const;

/** A page among its siblings. */
export interface Sibling {
  readonly title: string;
  readonly dashboardName: string;
}

/** Title, what the page answers, and links to the other pages. */
export function headBlock(page: Page, scene: Scene, siblings: readonly Sibling[]): Block {
  const title = page.sections.length > 0 ? clusterPlaceholder : page.title;
  const links = siblings.map(({ title: name, dashboardName }) =>
    name === page.title ? `**${name}**` : `[${name}](#dashboards:name=${dashboardName})`,
  );
  const line = [...links, '[All alarms](#alarmsV2:)'].join(' | ');
  return textBlock(`# ${title}\nTidewatch ${scene.environment}: ${page.about}\n\n${line}`, 3);
}

/** The alarms that are not quiet, a hundred a widget; of more than five hundred the first ones.
 *  @param arns the worst first */
export function alarmBlocks(arns: readonly string[]): readonly Block[] {
  const count = Math.min(alarmWidgets, Math.ceil(arns.length / widgetAlarms));
  return Array.from({ length: count }, (_, i) => ({
    type: 'alarm' as const,
    width: columns,
    height: 3,
    properties: {
      title: count === 1 ? 'Alarms' : `Alarms, ${i + 1} of ${count}`,
      alarms: arns.slice(i * widgetAlarms, (i + 1) * widgetAlarms),
      states: ['ALARM', 'INSUFFICIENT_DATA'],
      sortBy: 'stateUpdatedTimestamp',
    },
  }));
}
