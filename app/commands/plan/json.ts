import type { CapacityPlan } from '../../../lib/domain/capacity/plan-types.ts';

/** The plan as JSON: times in ms since the epoch, bytes a second, arrays a value a day; what is not a number is null. */
export function planJson(plan: CapacityPlan): string {
  return `${JSON.stringify(plan, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array, short) : value), 2)}\n`;
}

/** As many digits as the numbers mean. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}
