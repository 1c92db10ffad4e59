import { basename, dirname, join } from 'node:path';
import type { Environment } from '../lib/infra/config/environment.ts';
import { loadEnvironments } from '../lib/infra/index.ts';
import { quickRules } from './quick-rules.ts';

/** The environment's file when no other is named. */
export const localFile = join(import.meta.dirname, 'local.yaml');

/**
 * The environment of a file: that of local.yaml with the quickened rules, any other as it is; both with the sink in
 * PagerDuty's place.
 * @param change the value of a tag of all resources: something to deploy again for @default none
 * @throws EnvironmentError when the file is wrong
 */
export function localEnvironment(sinkUrl: string, change?: string, file = localFile): Environment {
  const [environment] = loadEnvironments(dirname(file), basename(file, '.yaml'));
  if (environment === undefined) throw new RangeError(`${file} is missing`);
  return {
    ...environment,
    alarms: { ...environment.alarms, ...(file === localFile && quickRules) },
    pagerdutyEndpoint: `${sinkUrl}/v2/enqueue`,
    tags: { ...environment.tags, ...(change !== undefined && { change }) },
  };
}
