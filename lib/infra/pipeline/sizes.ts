import { Duration } from 'aws-cdk-lib';
import type { StageNeeds } from '../stage-factory.ts';

type Size = Pick<StageNeeds, 'stage' | 'memoryMb' | 'timeout'>;
const size = (stage: StageNeeds['stage'], memoryMb: number, timeout: Duration): Size => ({
  stage,
  memoryMb,
  timeout,
});

/** Sizes for clusters of a few thousand series; `functions` of the configuration changes them. */
export const sizes = {
  discover: size('discover', 512, Duration.minutes(5)),
  collect: size('collect', 512, Duration.minutes(2)),
  assess: size('assess', 1024, Duration.minutes(2)),
  evaluate: size('evaluate', 512, Duration.minutes(1)),
  project: size('project', 1024, Duration.minutes(2)),
  // A whole core: fits are nothing but arithmetic.
  train: size('train', 1769, Duration.minutes(15)),
  report: size('report', 256, Duration.minutes(1)),
  scrape: size('scrape', 512, Duration.minutes(1)),
} as const;
