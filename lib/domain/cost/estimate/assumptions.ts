import { unitCosts } from '../unit-costs.ts';

/** What an estimate rests on besides the configuration, a line each. */
export const assumptions: readonly string[] = [
  'a month is 30 days; free tiers are not taken off',
  'topics, groups and partitions are as given, not as they are in the clusters; clusters found by tags are like the first declared one',
  `units of DynamoDB and the work on a series are measured, the rest of a run is a first figure (lib/domain/cost/unit-costs.ts); none is measured in Lambda`,
  `Lambda keeps ${unitCosts.queuePollers} pollers on each queue, ${unitCosts.queuePollsPerMinute} requests a minute each, empty or not`,
  `${unitCosts.findingsPerDay} findings, each mailed to every address, and ${unitCosts.widgetsPerDay} drawn widgets a day; every run is traced`,
  'not in it: what MSK bills for its monitoring level, pages, the back-fill of the first day, data transfer out of AWS',
];
