import { z } from 'zod';
import { parseClusterArn } from '../../../domain/arn.ts';
import { monitoringLevels } from '../../../domain/cluster.ts';
import { accountId, regionName, whole } from './values.ts';

export const clusterSchema = z
  .strictObject({
    arn: z
      .string()
      .superRefine((text, context) => {
        const parsed = parseClusterArn(text);
        if (parsed.kind === 'wrong_arn')
          context.addIssue({ code: 'custom', message: parsed.reason, input: undefined });
      })
      .meta({ pattern: '^arn:aws[a-z-]*:kafka:' })
      .describe('ARN of the cluster.'),
    type: z
      .enum(['standard', 'express', 'serverless'])
      .default('standard')
      .describe('Kind of brokers: it decides which metrics there are.'),
    brokers: whole(1, 90).optional().describe('How many brokers; needed unless serverless.'),
    instanceType: z
      .string()
      .regex(/^(kafka|express)\.[a-z0-9]+\.[a-z0-9]+$/, { error: 'an instance type such as kafka.m7g.large' })
      .optional()
      .describe(
        'Instance type of the brokers, e.g. kafka.m7g.large; limits follow from it. Needed unless serverless.',
      ),
    metadata: z.enum(['kraft', 'zookeeper']).optional().describe('Where the cluster keeps its metadata.'),
    monitoring: z
      .enum(monitoringLevels)
      .default('DEFAULT')
      .describe("MSK's enhanced monitoring level; rules on metrics above it are left out."),
    storageGib: whole(1, 16_384).optional().describe('Storage of one broker, in GiB.'),
    volumeMibPerSecond: whole(1, 2_375)
      .optional()
      .describe("Provisioned throughput of one broker's volume, in MiB/s."),
    tieredStorage: z.boolean().default(false).describe('Whether the cluster has tiered storage.'),
    iamAuth: z.boolean().default(false).describe('Whether clients authenticate by IAM.'),
    retentionHours: whole(1, 87_600).optional().describe('Longest retention of a topic, in hours.'),
    openMonitoring: z
      .boolean()
      .default(false)
      .describe(
        'Whether its open monitoring (ports 11001, 11002) is reachable from `network`: it is then scraped each minute, and what that gives is not polled.',
      ),
  })
  .superRefine((cluster, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message, input: undefined });
    if (cluster.type === 'serverless') {
      for (const key of ['brokers', 'instanceType'] as const)
        if (cluster[key] !== undefined) refuse(key, 'a serverless cluster has none; remove the line');
      return;
    }
    if (cluster.brokers === undefined) refuse('brokers', 'missing; give the number of brokers (1 to 90)');
    if (cluster.instanceType === undefined)
      refuse('instanceType', `missing; give the instance type, e.g. ${exampleType(cluster.type)}`);
    else if (cluster.instanceType.startsWith('express.') !== (cluster.type === 'express'))
      refuse(
        'instanceType',
        `"${cluster.instanceType}" is no instance of type ${cluster.type}; one is ${exampleType(cluster.type)}`,
      );
  });

function exampleType(type: 'standard' | 'express'): string {
  return type === 'express' ? 'express.m7g.large' : 'kafka.m7g.large';
}

/** Clusters found at run time by their tags. */
export const selectionSchema = z.strictObject({
  tags: z
    .record(z.string().min(1), z.string())
    .refine((tags) => Object.keys(tags).length > 0, { error: 'at least one tag' })
    .describe('Tags that a cluster must have, all of them.'),
  accounts: z
    .array(accountId)
    .min(1)
    .optional()
    .describe("Accounts to look in. Default: the environment's own."),
  regions: z
    .array(regionName)
    .min(1)
    .optional()
    .describe("Regions to look in. Default: the environment's own."),
});
