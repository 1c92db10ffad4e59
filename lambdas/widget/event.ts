/** What CloudWatch sends to the function of a custom widget. Source: user guide, "Details about custom widgets". */
export interface WidgetEvent {
  /** Asks for the documentation in place of a drawing. */
  readonly describe?: unknown;
  readonly widgetContext?: {
    readonly theme?: unknown;
    readonly width?: unknown;
    readonly height?: unknown;
    readonly timeRange?: { readonly start?: unknown; readonly zoom?: { readonly start?: unknown } };
    readonly params?: Readonly<Record<string, unknown>>;
  };
  /** The widget's parameters are beside the context as well. */
  readonly [param: string]: unknown;
}

/** The space to draw in. */
export interface Canvas {
  readonly theme: 'light' | 'dark';
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** What is to be drawn. */
export type Ask =
  | {
      readonly kind: 'forecast';
      readonly signal: string;
      readonly cluster?: string;
      /** Only of entities with these labels. */
      readonly labels: Readonly<Record<string, string>>;
      /** Series to draw, the most urgent first. */
      readonly show: number;
      /** How far back to draw, in ms. */
      readonly spanMs: number;
    }
  | { readonly kind: 'incidents'; readonly cluster?: string }
  | { readonly kind: 'capacity'; readonly cluster?: string }
  | {
      readonly kind: 'costs';
      readonly lines: readonly { readonly what: string; readonly monthlyUsd: number }[];
      readonly asOf?: string;
      readonly budgetUsd?: number;
    };

export type Asked = Ask | { readonly kind: 'wrong'; readonly reason: string };

const kinds = ['forecast', 'incidents', 'capacity', 'costs'] as const;
const labelNames = ['broker', 'auth', 'group', 'topic', 'partition'] as const;
const [hourMs, dayMs] = [3_600_000, 86_400_000];
/** Series of one widget, at most. */
const mostShown = 6;

export function canvasOf({ widgetContext: context }: WidgetEvent): Canvas {
  return {
    theme: context?.theme === 'dark' ? 'dark' : 'light',
    width: within(context?.width, 240, 4000, 580),
    height: within(context?.height, 80, 4000, 340),
  };
}

/** What the event asks for. Nothing in it is trusted: a person may write any parameters into a dashboard. */
export function askOf(event: WidgetEvent, nowMs: number): Asked {
  const params: Readonly<Record<string, unknown>> = { ...event.widgetContext?.params, ...event };
  const kind = kinds.find((one) => one === params.kind);
  const cluster = textOf(params.cluster);
  const ofCluster = cluster === undefined ? {} : { cluster };
  switch (kind) {
    case 'forecast':
      return forecastAsk(params, ofCluster, spanOf(event, nowMs));
    case 'incidents':
    case 'capacity':
      return { kind, ...ofCluster };
    case 'costs':
      return costsAsk(params);
    case undefined:
      return { kind: 'wrong', reason: `kind: got ${shown(params.kind)}, allowed: ${kinds.join(', ')}` };
  }
}

function forecastAsk(
  params: Readonly<Record<string, unknown>>,
  ofCluster: { readonly cluster?: string },
  spanMs: number,
): Asked {
  const signal = textOf(params.signal);
  if (signal === undefined)
    return { kind: 'wrong', reason: 'signal: missing; give the id of a signal, as docs/signals.md has them' };
  const labels = labelNames.flatMap((name) => {
    const value = textOf(params[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  const show = Math.round(within(params.show, 1, mostShown, 1));
  return { kind: 'forecast', signal, ...ofCluster, labels: Object.fromEntries(labels), show, spanMs };
}

function costsAsk(params: Readonly<Record<string, unknown>>): Asked {
  const given = Array.isArray(params.lines) ? (params.lines as readonly unknown[]) : [];
  const lines = given.flatMap((line) => {
    const { what, monthlyUsd } = (line ?? {}) as { what?: unknown; monthlyUsd?: unknown };
    return typeof what === 'string' && isNumber(monthlyUsd) ? [{ what, monthlyUsd }] : [];
  });
  const asOf = textOf(params.asOf);
  return {
    kind: 'costs',
    lines,
    ...(asOf !== undefined && { asOf }),
    ...(isNumber(params.budgetUsd) && params.budgetUsd > 0 && { budgetUsd: params.budgetUsd }),
  };
}

/** The dashboard's range, an hour at least and a week at most; a day when it is not said. */
function spanOf({ widgetContext }: WidgetEvent, nowMs: number): number {
  const range = widgetContext?.timeRange;
  const start = range?.zoom?.start ?? range?.start;
  if (!isNumber(start)) return dayMs;
  return Math.min(7 * dayMs, Math.max(hourMs, nowMs - start));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function within(value: unknown, least: number, most: number, usual: number): number {
  return isNumber(value) ? Math.min(most, Math.max(least, value)) : usual;
}

/** Variables of a dashboard give texts, a number written by hand is one too. */
function textOf(value: unknown): string | undefined {
  if (isNumber(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : value === undefined ? 'nothing' : typeof value;
}
