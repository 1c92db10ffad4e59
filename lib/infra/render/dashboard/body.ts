/** The body of PutDashboard. Source: CloudWatch API reference, "Dashboard body structure and syntax". */
export interface DashboardBody {
  readonly start: string;
  /** `inherit`: periods stay as they are said, so that a sum of one minute is one on a long range too. */
  readonly periodOverride: 'inherit';
  readonly variables: readonly Variable[];
  readonly widgets: readonly Widget[];
}

/** Something to choose in the dashboard's head. */
export interface Variable {
  readonly type: 'pattern' | 'property';
  /** What is replaced in the body's text, for `type` pattern. */
  readonly pattern?: string;
  /** Which property of the widgets is replaced, for `type` property. */
  readonly property?: string;
  readonly inputType: 'select' | 'input';
  readonly id: string;
  readonly label: string;
  readonly defaultValue: string;
  readonly visible: true;
  readonly values?: readonly { readonly value: string; readonly label: string }[];
  readonly search?: string;
  readonly populateFrom?: string;
}

export interface Widget {
  readonly type: 'text' | 'alarm' | 'metric' | 'custom';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A widget that has no place yet. */
export type Block = Omit<Widget, 'x' | 'y'>;

/** Columns of a dashboard. */
export const columns = 24;
/** Widgets of one dashboard, at most (CloudWatch quota). */
const mostWidgets = 500;

/** The blocks as a dashboard, left to right and a new line when one does not fit.
 *  @throws RangeError when there are more than CloudWatch takes */
export function bodyOf(
  blocks: readonly Block[],
  variables: readonly Variable[],
  start: string,
): DashboardBody {
  if (blocks.length > mostWidgets)
    throw new RangeError(`a dashboard of ${blocks.length} widgets; CloudWatch takes ${mostWidgets}`);
  return { start, periodOverride: 'inherit', variables, widgets: placed(blocks) };
}

function placed(blocks: readonly Block[]): readonly Widget[] {
  let [x, y, lineHeight] = [0, 0, 0];
  return blocks.map((block) => {
    if (x + block.width > columns) {
      y += lineHeight;
      [x, lineHeight] = [0, 0];
    }
    const widget = { ...block, x, y };
    x += block.width;
    lineHeight = Math.max(lineHeight, block.height);
    return widget;
  });
}

/** Markdown over the whole width. */
export function textBlock(markdown: string, height: number): Block {
  return { type: 'text', width: columns, height, properties: { markdown, background: 'transparent' } };
}
