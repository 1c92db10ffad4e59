import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import { firstCommandOf } from '../../lib/domain/incidents/first-command.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import { entityWords } from '../../lib/domain/series/entity.ts';
import type { FindingJson, IncidentJson } from './api-types.ts';
import type { CatalogueView } from './catalogue-view.ts';

/** The finding with the title of its rule and its entity in words. */
export function findingJson(finding: Finding, { rules }: CatalogueView): FindingJson {
  const rule = rules.find(({ id }) => id === finding.rule);
  return { ...finding, title: rule?.title ?? finding.rule, where: entityWords(finding.entity) };
}

/** The incident with its entity in words and the runbook of the rule that names it. */
export function incidentJson(
  incident: Incident,
  { rules, runbooks }: CatalogueView,
  clusters: readonly Cluster[],
): IncidentJson {
  const rule = rules.find(({ id }) => id === incident.rule);
  const runbook = runbooks.find(({ id }) => id === rule?.runbook);
  const where = entityWords(incident.entity);
  if (runbook === undefined) return { ...incident, where };
  const cluster = clusters.find(({ id }) => id === incident.cluster);
  const firstCommand = firstCommandOf(runbook, incident.entity, cluster?.arn);
  return { ...incident, where, runbook: { ...runbook, firstCommand } };
}
