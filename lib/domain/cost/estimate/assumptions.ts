import { unitCosts } from '../unit-costs.ts';

/** What an estimate rests on besides the configuration, a line each. */
export const assumptions: readonly string[] = [
  'a month is 30 days; prices are those of the first paid tier, and free tiers are not taken off',
  'topics, groups and partitions are as given, not as they are in the clusters; clusters found by tags are like the first declared one',
  `units of DynamoDB are measured; run times of the functions are first figures (lib/domain/cost/unit-costs.ts), not measured in Lambda`,
  `Lambda keeps ${unitCosts.queuePollers} pollers on each queue, ${unitCosts.queuePollsPerMinute} requests a minute each, empty or not`,
  `${unitCosts.findingsPerDay} findings and ${unitCosts.widgetsPerDay} drawn widgets a day; every run is traced`,
  'not in it: what MSK bills for its monitoring level, e-mail and pages, the back-fill of the first day, data transfer',
];
