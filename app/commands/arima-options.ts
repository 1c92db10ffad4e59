import type {
  ArimaSpec,
  Lags,
  Method,
  Start,
  Transform,
  Trend,
} from '../../lib/domain/forecast/arima/spec.ts';
import { refuseValue } from './option-values.ts';

const orderWords = 'p,d,q like 1,1,1, or lists of lags in brackets like [1,4],1,[1,4]';
const seasonalWords = 'P,D,Q,m like 0,1,1,12, or lists of seasonal lags in brackets like [1,3],1,1,12';
const trendWords = 'n, c, t, ct, or which powers of time are on, like 1,0,0,1 or 1001 for c + b·t³';

/** p, d and q of `1,1,1` or `[1,4],1,[1,4]`. @throws InvalidArgumentError */
export function parseOrder(text: string): ArimaSpec['order'] {
  const [p, d, q, ...rest] = splitList(text).map(parseLags);
  if (p === undefined || typeof d !== 'number' || q === undefined || rest.length > 0)
    return refuseValue(text, orderWords);
  return [p, d, q];
}

/** P, D, Q and m of `0,1,1,12`. @throws InvalidArgumentError */
export function parseSeasonal(text: string): NonNullable<ArimaSpec['seasonal']> {
  const [P, D, Q, period, ...rest] = splitList(text).map(parseLags);
  const isWhole = typeof D === 'number' && typeof period === 'number';
  if (P === undefined || !isWhole || Q === undefined || rest.length > 0)
    return refuseValue(text, seasonalWords);
  if (period < 2) return refuseValue(text, 'a season of at least 2 steps, as in 0,1,1,12');
  return [P, D, Q, period];
}

/** @throws InvalidArgumentError */
export function parseTrend(text: string): Trend {
  const word = text.trim().toLowerCase();
  if (word === 'n' || word === 'c' || word === 't' || word === 'ct') return word;
  const list = word.replace(/^\[(.*)\]$/, '$1');
  const switches = (/^[01]+$/.test(list) ? [...list] : list.split(',')).map(
    (cell) => ({ '0': 0, '1': 1 })[cell.trim()] as 0 | 1 | undefined,
  );
  if (switches.includes(undefined) || word === '') return refuseValue(text, trendWords);
  return switches.map((one) => one ?? 0);
}

/** @throws InvalidArgumentError */
export function parseTransform(text: string): Transform {
  const word = text.trim().toLowerCase();
  if (word === 'none' || word === 'log' || word === 'log1p') return word;
  const boxCox = numberAfter('boxcox:', word);
  if (boxCox === undefined) return refuseValue(text, 'none, log, log1p or boxcox:LAMBDA like boxcox:0.5');
  return { boxCox };
}

/** @throws InvalidArgumentError */
export function parseMethod(text: string): Method {
  return text === 'exact' || text === 'css' ? text : refuseValue(text, 'exact or css');
}

/** @throws InvalidArgumentError */
export function parseStart(text: string): Start {
  const word = text.trim().toLowerCase();
  if (word === 'stationary') return word;
  const diffuse = numberAfter('diffuse:', word);
  if (diffuse === undefined || diffuse <= 0)
    return refuseValue(text, 'stationary or diffuse:VARIANCE like diffuse:1e9');
  return { diffuse };
}

function numberAfter(prefix: string, word: string): number | undefined {
  const rest = word.startsWith(prefix) ? word.slice(prefix.length).trim() : '';
  return rest !== '' && Number.isFinite(Number(rest)) ? Number(rest) : undefined;
}

/** The items of a list, in parentheses or not; what is in brackets is one item. */
function splitList(text: string): string[] {
  const inside = text.trim().replace(/^\((.*)\)$/, '$1');
  return inside.split(/,(?![^[\]]*\])/).map((item) => item.trim());
}

/** `3` or `[1,4]`: lags ascending, from 1 up. `undefined` when it is neither; an empty list is none, 0. */
function parseLags(item: string): Lags | undefined {
  if (/^\d{1,5}$/.test(item)) return Number(item);
  const inside = /^\[\s*([\d\s,]*)\]$/.exec(item)?.[1];
  if (inside === undefined) return undefined;
  if (inside.trim() === '') return 0;
  const lags = inside.split(',').map((lag) => (lag.trim() === '' ? Number.NaN : Number(lag)));
  const isList = lags.every((lag) => Number.isInteger(lag) && lag >= 1 && lag <= 99_999);
  return isList ? [...new Set(lags)].sort((a, b) => a - b) : undefined;
}
