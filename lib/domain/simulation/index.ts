export { createSimulation, type Simulation } from './simulation.ts';
export {
  type CampaignPlan,
  defaultCampaigns,
  defaultGroups,
  defaultTopics,
  type GroupSpec,
  type SimulationSpec,
  specProblems,
  type TopicSpec,
} from './spec.ts';
export { stories } from './stories.ts';
export type { PlayResult } from './timeline.ts';
