import { z } from 'zod';
import { entityKinds } from '../../../domain/series/entity.ts';
import { secretName, whole } from './values.ts';

const dynamodb = z.strictObject({
  kind: z
    .literal('dynamodb')
    .describe(
      'DynamoDB: for small installations; no VPC and no floor price. Raw metrics stay in CloudWatch.',
    ),
  keepDays: whole(15, 3_650)
    .default(63)
    .describe('How long points and verdicts are kept, in days; models see the last 14.'),
});

const influxdb = z
  .strictObject({
    kind: z.literal('timestream-influxdb').describe('Timestream for InfluxDB, in a VPC (`network`).'),
    engine: z
      .enum(['v2', 'v3'])
      .default('v2')
      .describe('InfluxDB 2 (proven against a server) or 3 Core (proven against recorded answers only).'),
    instanceType: z
      .string()
      .regex(/^db\.influx\.(medium|\d*x?large)$/, { error: 'an instance type such as db.influx.medium' })
      .default('db.influx.medium')
      .describe('Size of the instance.'),
    storageGib: whole(20, 15_360).default(20).describe('Storage of the instance, in GiB; v2 only.'),
    multiAz: z.boolean().default(false).describe('Whether a standby runs in a second zone; v2 only.'),
    keepDays: whole(15, 3_650).default(400).describe('How long points are kept, in days.'),
    endpoint: z
      .string()
      .regex(/^https:\/\/[A-Za-z0-9.-]+(:\d+)?$/, { error: 'an address such as https://HOST:8086' })
      .optional()
      .describe('Address of an instance that is there already. Default: the stacks create one.'),
    secret: secretName
      .optional()
      .describe(
        'Name of the secret with its token (JSON: token, organization, bucket). Needed with `endpoint`.',
      ),
  })
  .superRefine(({ endpoint, secret }, context) => {
    if ((endpoint === undefined) !== (secret === undefined))
      context.addIssue({
        code: 'custom',
        path: [endpoint === undefined ? 'endpoint' : 'secret'],
        message: 'missing; give both `endpoint` and `secret`, or neither and the stacks create an instance',
        input: undefined,
      });
  });

const liveAnalytics = z.strictObject({
  kind: z
    .literal('timestream-liveanalytics')
    .describe('Timestream for LiveAnalytics, for accounts that used it before 20 June 2025.'),
  memoryHours: whole(1, 8_766)
    .default(24)
    .describe('How long points stay in the fast memory store, in hours.'),
  magneticDays: whole(1, 73_000)
    .default(400)
    .describe('How long points are kept in all, in days; a yearly season wants more than 365.'),
  hourlyRollups: z
    .array(z.enum(entityKinds))
    .default([])
    .describe(
      'Kinds of entities whose points scheduled queries roll up by the hour; each must have points already: not at the first deployment.',
    ),
});

export const storeSchema = z.discriminatedUnion('kind', [dynamodb, influxdb, liveAnalytics]);

export const networkSchema = z
  .strictObject({
    vpcId: z
      .string()
      .regex(/^vpc-[0-9a-f]+$/, { error: 'the id of a VPC' })
      .optional()
      .describe('VPC of the functions. Default: the stacks create a small one when the store needs it.'),
    subnetIds: z
      .array(z.string().regex(/^subnet-[0-9a-f]+$/, { error: 'the id of a subnet' }))
      .min(1)
      .optional()
      .describe('Private subnets in it, of different zones. Needed with `vpcId`.'),
    securityGroupIds: z
      .array(z.string().regex(/^sg-[0-9a-f]+$/, { error: 'the id of a security group' }))
      .min(1)
      .optional()
      .describe("Security groups that the functions join, e.g. one that the brokers' group lets in."),
    endpoints: z
      .boolean()
      .optional()
      .describe(
        'Whether VPC endpoints for the services that the functions call are created. Default: yes in a VPC of our own.',
      ),
  })
  .superRefine(({ vpcId, subnetIds }, context) => {
    if ((vpcId === undefined) !== (subnetIds === undefined))
      context.addIssue({
        code: 'custom',
        path: [vpcId === undefined ? 'vpcId' : 'subnetIds'],
        message: 'missing; give both `vpcId` and `subnetIds`, or neither',
        input: undefined,
      });
  });
