/** Writes the generated pages; with `--check` writes nothing and fails when one is stale. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { renderCapabilities } from '../emulator/capability-page.ts';
import { renderRules, renderRunbooks, renderSignals } from '../lib/domain/catalogue/index.ts';
import { renderJsonSchema } from '../lib/infra/config/json-schema.ts';
import { renderConfigurationReference } from '../lib/infra/config/reference.ts';
import { renderAlarmReference } from '../lib/infra/render/alarm-reference.ts';
import { renderIamReference } from '../lib/infra/render/iam-reference.ts';

interface Page {
  /** From the root of the checkout. */
  readonly path: string;
  readonly render: () => string;
}

const pages: readonly Page[] = [
  { path: 'docs/signals.md', render: renderSignals },
  { path: 'docs/rules.md', render: renderRules },
  { path: 'docs/runbooks.md', render: renderRunbooks },
  { path: 'docs/alarms.md', render: renderAlarmReference },
  { path: 'docs/iam.md', render: renderIamReference },
  { path: 'docs/configuration.md', render: renderConfigurationReference },
  { path: 'docs/emulator-capabilities.md', render: renderCapabilities },
  { path: 'config/schema.json', render: renderJsonSchema },
];

function isStale({ path, render }: Page): boolean {
  try {
    return readFileSync(resolve(path), 'utf8') !== render();
  } catch {
    return true;
  }
}

function write({ path, render }: Page): void {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, render());
}

const stale = pages.filter(isStale);
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale: run "npm run docs" and commit it`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  stale.forEach(write);
  console.log(`${stale.length} of ${pages.length} generated pages written`);
}
