import { z } from 'zod';
import { defaultBudget } from '../../../domain/anomaly/decisions/budget.ts';
import { rules } from '../../../domain/catalogue/index.ts';
import { type Severity, severities } from '../../../domain/catalogue/rule.ts';
import { dashboardPages, stageNames } from '../names.ts';
import { calendarSchema } from './calendar.ts';
import { clusterSchema, selectionSchema } from './clusters.ts';
import { lagSchema } from './lag.ts';
import { networkSchema, storeSchema } from './store.ts';
import { accountId, regionName, secretName, whole } from './values.ts';

const ruleIds = rules.map((rule) => rule.id) as [string, ...string[]];

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
  pagerdutySecret: secretName
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
const functions = Object.fromEntries(stageNames.map((name) => [name, functionOptions.prefault({})])) as {
  [stage in (typeof stageNames)[number]]: z.ZodPrefault<typeof functionOptions>;
};

/** An environment file config/NAME.yaml. Descriptions become docs/configuration.md and config/schema.json. */
export const environmentSchema = z.strictObject({
  account: accountId.optional().describe("AWS account, in quotes. Default: the clusters' account."),
  region: regionName.optional().describe("AWS region. Default: the clusters' region."),
  clusters: z
    .array(clusterSchema)
    .max(500)
    .default([])
    .describe('The MSK clusters to watch; those of the own account and region get CloudWatch alarms.'),
  select: z
    .array(selectionSchema)
    .default([])
    .describe('Clusters to watch by their tags, found again and again; our own evaluation watches them.'),
  store: storeSchema.describe('Where points, verdicts and forecasts are kept.'),
  network: networkSchema
    .optional()
    .describe('The VPC of the functions that need one: with an InfluxDB store or open monitoring.'),
  polling: z
    .strictObject({
      criticalMinutes: whole(1, 60).default(5).describe('Minutes between two polls of a critical signal.'),
      normalMinutes: whole(1, 180).default(15).describe('Minutes between two polls of most signals.'),
      slowMinutes: whole(1, 720).default(60).describe('Minutes between two polls of a slow signal.'),
      signals: z
        .enum(['needed', 'all'])
        .default('needed')
        .describe(
          'What is polled: what rules and forecasts need, or all that a cluster emits. Dashboards read CloudWatch itself.',
        ),
      partsPerCluster: whole(1, 64)
        .default(1)
        .describe(
          'Parts that the series of a cluster are worked on in, side by side; one is enough for 2,000. A change begins with no models.',
        ),
      backfillDays: whole(0, 63)
        .default(14)
        .describe('Days of the past that are read when a cluster is seen for the first time.'),
    })
    .prefault({})
    .describe('How CloudWatch is asked: it bills per metric asked for.'),
  schedules: z
    .strictObject({
      discoverMinutes: whole(1, 1_440)
        .default(15)
        .describe('Minutes between two looks for clusters and series.'),
      collectMinutes: whole(1, 60)
        .default(5)
        .describe('Minutes between two collections; assessment and rules follow each.'),
      projectMinutes: whole(1, 1_440).default(60).describe('Minutes between two forecasts.'),
      trainHours: whole(1, 168)
        .default(24)
        .describe('Hours after which a model is fitted anew; new series within the hour.'),
      reportHours: whole(1, 168).default(24).describe('Hours between two reports.'),
    })
    .prefault({})
    .describe('How often each stage runs.'),
  alarms: z
    .partialRecord(z.enum(ruleIds), alarmOverride)
    .default({})
    .describe('Changes to rules, by rule id (docs/rules.md).'),
  nativeAlarms: z
    .enum(['all', 'critical', 'none'])
    .default('all')
    .describe('Which rules CloudWatch alarms watch where they can; our own evaluation watches the rest.'),
  notify: z.strictObject(bySeverity).default({}).describe('Who is told, by severity.'),
  pagerdutyEndpoint: z
    .url({ error: 'an address' })
    .optional()
    .describe("Address of PagerDuty's Events API v2, e.g. that of its EU region. Default: the US one."),
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
  functions: z.strictObject(functions).prefault({}).describe('Sizes of the Lambda functions.'),
  maintenance: z
    .array(maintenance)
    .default([])
    .describe('Windows in which CloudWatch alarms are muted and new findings are held back.'),
  calendar: calendarSchema
    .optional()
    .describe('What is known of days and times before they come: forecasts allow for it.'),
  anomalies: z
    .strictObject({
      budget: z
        .number()
        .min(0.01, { error: '0.01 to 100' })
        .max(100, { error: '0.01 to 100' })
        .default(defaultBudget)
        .describe('False alarms that are put up with, a series and month: fewer find less.'),
    })
    .prefault({})
    .describe('What counts as an anomaly.'),
  lag: lagSchema
    .prefault({})
    .describe('Lag that is allowed to consumer groups before their state is any trouble (docs/lag.md).'),
  dashboards: z
    .strictObject({
      pages: z
        .array(z.enum(dashboardPages))
        .default(['overview', 'tidewatch'])
        .describe('CloudWatch dashboards; each is billed.'),
    })
    .prefault({})
    .describe('What is drawn.'),
  respond: z
    .strictObject({
      mode: z
        .enum(['off', 'observe'])
        .default('off')
        .describe('Automated responses: `observe` says what a playbook would do and does nothing.'),
    })
    .prefault({})
    .describe('Automated responses.'),
  tracing: z.boolean().default(true).describe('Whether the functions are traced by X-Ray.'),
  removal: z
    .enum(['retain', 'destroy'])
    .default('retain')
    .describe('What becomes of the data when the stacks are removed.'),
  budget: z
    .strictObject({
      monthlyUsd: z.number().positive().describe('Most that a month may cost, in US dollars.'),
    })
    .optional()
    .describe('Synth fails when the estimate (`tidewatch estimate`) is over it.'),
  tags: z.record(z.string(), z.string()).default({}).describe('Tags of every resource.'),
});

export type EnvironmentConfig = z.output<typeof environmentSchema>;
export type ClusterConfig = z.output<typeof clusterSchema>;
export type StoreConfig = z.output<typeof storeSchema>;
