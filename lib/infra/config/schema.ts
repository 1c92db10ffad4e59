import { z } from 'zod';
import { parseClusterArn } from '../../domain/arn.ts';
import { rules } from '../../domain/catalogue/index.ts';
import { type Severity, severities } from '../../domain/catalogue/rule.ts';
import { monitoringLevels } from '../../domain/cluster.ts';

const ruleIds = rules.map((rule) => rule.id) as [string, ...string[]];
const whole = (min: number, max: number) => z.int().min(min).max(max);

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
});

const influx = z
  .looseObject({ kind: z.literal('timestream-influxdb').describe('Comes with a later release.') })
  .superRefine((_, context) =>
    context.addIssue({
      code: 'custom',
      path: ['kind'],
      message:
        '"timestream-influxdb" comes with a later release; use "timestream-liveanalytics" (accounts that have it)',
      input: undefined,
    }),
  );

const alarmOverride = z.strictObject({
  off: z.boolean().optional().describe('Leaves the rule out.'),
  limit: z.number().optional().describe("The limit, in the unit of the rule's signal."),
  recoveryLimit: z
    .number()
    .optional()
    .describe('Once firing, it goes on until the value is on the good side of this.'),
  periods: whole(1, 1_440).optional().describe('How many of the newest periods are looked at.'),
  breaching: whole(1, 1_440).optional().describe('How many of them must breach.'),
  severity: z.enum(severities).optional().describe('Severity of its alarms and findings.'),
});

const receivers = z.strictObject({
  emails: z
    .array(z.email({ error: 'an e-mail address' }))
    .optional()
    .describe('Subscribed to the topic.'),
  queues: z
    .array(z.string().regex(/^arn:[a-z-]+:sqs:[a-z0-9-]+:\d{12}:.+$/, { error: 'the ARN of an SQS queue' }))
    .optional()
    .describe('ARNs of SQS queues subscribed to the topic, raw.'),
  pagerdutySecret: z
    .string()
    .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, { error: 'the name of a secret in Secrets Manager' })
    .optional()
    .describe('Name of the secret in Secrets Manager that holds the integration key (Events API v2).'),
});

const functionOptions = z.strictObject({
  memoryMb: whole(128, 10_240).optional().describe('Memory, in MB.'),
  timeoutSeconds: whole(10, 900).optional().describe('Time limit of one run, in seconds.'),
  reservedConcurrency: whole(1, 1_000).optional().describe('Runs at once that are set aside for it.'),
});

const maintenance = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: '1 to 64 letters, digits, - or _' }),
    cron: z
      .string()
      .regex(/^(\S+ ){4}\S+$/, { error: 'five fields: minute hour day month weekday' })
      .optional()
      .describe('When it begins, again and again: minute hour day month weekday.'),
    at: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, { error: 'a time such as 2026-12-24T22:00' })
      .optional()
      .describe('When it begins, once: 2026-12-24T22:00.'),
    durationMinutes: whole(1, 21_600).describe('How long it lasts, in minutes.'),
    timeZone: z.string().default('UTC').describe('Time zone of `cron` or `at`, e.g. Europe/Berlin.'),
  })
  .superRefine((window, context) => {
    if ((window.cron === undefined) === (window.at === undefined))
      context.addIssue({
        code: 'custom',
        path: [],
        message: 'give either `cron` (again and again) or `at` (once)',
        input: undefined,
      });
  });

const bySeverity = Object.fromEntries(severities.map((s) => [s, receivers.optional()])) as {
  [s in Severity]: z.ZodOptional<typeof receivers>;
};
const functions = {
  collect: functionOptions,
  forecast: functionOptions,
  detect: functionOptions,
  route: functionOptions,
};

/** An environment file config/NAME.yaml. Descriptions become docs/configuration.md and config/schema.json. */
export const environmentSchema = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'twelve digits in quotes' })
    .optional()
    .describe("AWS account, in quotes. Default: the clusters' account."),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'a region such as eu-west-1' })
    .optional()
    .describe("AWS region. Default: the clusters' region."),
  clusters: z
    .array(clusterSchema)
    .min(1)
    .max(20)
    .describe('The MSK clusters to watch, all of one account and region.'),
  store: z
    .discriminatedUnion('kind', [liveAnalytics, influx])
    .describe('Where points, verdicts and forecasts are kept.'),
  schedules: z
    .strictObject({
      collectMinutes: whole(1, 60).default(5).describe('Minutes between two collections.'),
      detectMinutes: whole(1, 60).default(5).describe('Minutes between two looks at the new points.'),
      projectMinutes: whole(15, 1_440).default(60).describe('Minutes between two forecasts.'),
      trainHours: whole(1, 168).default(24).describe('Hours between two fits of the models.'),
    })
    .prefault({})
    .describe('How often each stage runs.'),
  alarms: z
    .partialRecord(z.enum(ruleIds), alarmOverride)
    .default({})
    .describe('Changes to rules, by rule id (docs/rules.md).'),
  notify: z.strictObject(bySeverity).default({}).describe('Who is told, by severity.'),
  retention: z
    .strictObject({
      logsDays: z
        .union([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731].map((n) => z.literal(n)))
        .default(30)
        .describe('Days that logs are kept; the steps are those of CloudWatch Logs.'),
      incidentsDays: whole(1, 3_650).default(365).describe('Days that resolved incidents are kept.'),
      modelVersionsDays: whole(1, 365).default(7).describe('Days that replaced model states are kept.'),
    })
    .prefault({})
    .describe('How long things are kept.'),
  functions: z
    .strictObject({
      collect: functions.collect.prefault({}),
      forecast: functions.forecast.prefault({}),
      detect: functions.detect.prefault({}),
      route: functions.route.prefault({}),
    })
    .prefault({})
    .describe('Sizes of the Lambda functions.'),
  maintenance: z
    .array(maintenance)
    .default([])
    .describe('Windows in which CloudWatch alarms are muted; findings of the functions are not.'),
  budget: z
    .strictObject({
      monthlyUsd: z.number().positive().describe('Most that a month may cost, in US dollars.'),
    })
    .optional()
    .describe(
      'Synth fails when what the resources cost at least (alarms, polls, dashboards, keys) is over it.',
    ),
  tags: z.record(z.string(), z.string()).default({}).describe('Tags of every resource.'),
});

export type EnvironmentConfig = z.output<typeof environmentSchema>;
export type ClusterConfig = z.output<typeof clusterSchema>;
