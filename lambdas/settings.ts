import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { rules as catalogue } from '../lib/domain/catalogue/index.ts';
import type { Rule } from '../lib/domain/catalogue/rule.ts';
import { overriddenRules } from '../lib/domain/catalogue/rule-override.ts';
import { cadencesOf } from '../lib/domain/cost/poll-plan.ts';
import { type Lateness, latenessOf } from '../lib/domain/rules/options.ts';
import type { SettingsDocument } from '../lib/infra/settings/document.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import type { VariableReader } from './variables.ts';

/** What every function is told. */
export interface Settings extends SettingsDocument {
  /** The rules in force: the catalogue's with this environment's changes. */
  readonly rules: readonly Rule[];
  /** The rules that our own evaluation watches on a cluster: those without a CloudWatch alarm there. */
  rulesOf(cluster: { readonly id: string }): readonly Rule[];
  /** How late points may come under this environment's polling. */
  readonly lateness: Lateness;
}

/** Parameters of one GetParameters call. */
const callNames = 10;

/**
 * Reads the settings that the stacks have left in SSM.
 * @throws ConfigError when they are missing or no settings
 */
export async function loadSettings(ssm: Pick<SSMClient, 'send'>, reader: VariableReader): Promise<Settings> {
  const environment = reader.text('TIDEWATCH_ENVIRONMENT');
  const pieces = reader.wholeNumber('TIDEWATCH_SETTINGS_PIECES');
  reader.check();
  // As `settingsName` of lib/infra/settings, which would bring the CDK into the bundle.
  const names = Array.from(
    { length: pieces },
    (_, i) => `/tidewatch/${environment}/settings/${String(i).padStart(3, '0')}`,
  );
  const values = new Map<string, string>();
  for (let i = 0; i < names.length; i += callNames) {
    const command = new GetParametersCommand({ Names: names.slice(i, i + callNames) });
    const { Parameters = [] } = await ssm.send(command);
    for (const { Name = '', Value = '' } of Parameters) values.set(Name, Value);
  }
  const missing = names.filter((name) => !values.has(name));
  if (missing.length > 0)
    throw new ConfigError([`SSM has no parameter ${missing.join(', ')}: deploy the storage stack`]);
  return settingsOf(parseDocument(names.map((name) => values.get(name) ?? '').join('')));
}

/** The settings of a document. */
export function settingsOf(document: SettingsDocument): Settings {
  const rules = overriddenRules(catalogue, document.overrides);
  const alarmed = new Map(
    document.alarmed.flatMap(([clusters, ids]) => clusters.map((id) => [id, new Set(ids)] as const)),
  );
  return {
    ...document,
    rules,
    rulesOf: ({ id }) => {
      const watched = alarmed.get(id);
      return watched === undefined ? rules : rules.filter((rule) => !watched.has(rule.id));
    },
    lateness: latenessOf(cadencesOf(document.polling)),
  };
}

function parseDocument(text: string): SettingsDocument {
  try {
    // Nobody but the stacks writes these parameters.
    return JSON.parse(text) as SettingsDocument;
  } catch {
    throw new ConfigError(['the settings in SSM are no JSON: deploy the storage stack again']);
  }
}
