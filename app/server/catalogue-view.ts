import type { Section } from '../../lib/domain/catalogue/dashboard.ts';
import type { Rule } from '../../lib/domain/catalogue/rule.ts';
import type { Runbook } from '../../lib/domain/catalogue/runbook.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';

/** The parts of the catalogue that the page is drawn from. */
export interface CatalogueView {
  readonly signals: readonly Signal[];
  readonly sections: readonly Section[];
  readonly rules: readonly Rule[];
  readonly runbooks: readonly Runbook[];
}
