import type { CapacityPlan } from '../../../lib/domain/capacity/plan-types.ts';
import { planHtml } from './html.ts';
import { planJson } from './json.ts';
import { planMarkdown } from './markdown.ts';
import type { ReportFormat } from './options.ts';

const renderers: Readonly<Record<ReportFormat, (plan: CapacityPlan) => string>> = {
  markdown: planMarkdown,
  html: planHtml,
  json: planJson,
};

export function renderPlan(plan: CapacityPlan, format: ReportFormat): string {
  return renderers[format](plan);
}
