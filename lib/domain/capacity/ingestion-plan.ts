import type { Campaign } from './campaign.ts';
import { type DemandInput, demandOf, type ScenarioChoice } from './demand.ts';
import { type DailyHistory, dayMs } from './long-term/daily-series.ts';
import type { LongTermForecast } from './long-term/index.ts';
import { expectedLift } from './long-term/sample-paths.ts';
import { bandOf, type DailyOutlook, highest, intervalOf, total } from './outlook.ts';
import type { PlanSettings } from './plan-settings.ts';
import type { CampaignReport, IngestionPlan, ScenarioPlan, Sizing } from './plan-types.ts';
import { type SizingOptions, sizesFor } from './sizing.ts';

export function scenariosOf(
  demands: DemandInput,
  sizing: Sizing,
  options: SizingOptions,
): readonly ScenarioPlan[] {
  const { settings, mean, peak } = demands;
  const { growthShare, campaigns, horizonDays, level } = settings;
  const isPlanned = campaigns.some(
    ({ fromMs, toMs }) => toMs > mean.startMs && fromMs < mean.startMs + horizonDays * dayMs,
  );
  const share = Math.round(100 * growthShare);
  const choices: readonly (ScenarioChoice & Pick<ScenarioPlan, 'id' | 'title'>)[] = [
    {
      id: 'expected',
      title: isPlanned ? 'as expected, with the campaigns' : 'as expected',
      hasCampaigns: true,
      growth: 0,
    },
    ...(isPlanned
      ? [{ id: 'no_campaigns', title: 'without the campaigns', hasCampaigns: false, growth: 0 }]
      : []),
    ...(share > 0
      ? [
          { id: 'more_growth', title: `${share} % more at the end`, hasCampaigns: true, growth: growthShare },
          {
            id: 'less_growth',
            title: `${share} % less at the end`,
            hasCampaigns: true,
            growth: -growthShare,
          },
        ]
      : []),
  ];
  return choices.map(({ id, title, ...choice }) => {
    const demand = demandOf(demands, choice);
    const size = sizesFor(demand, options).find(({ kind }) => kind === sizing.best?.kind);
    return {
      id,
      title,
      total: intervalOf(
        mean.paths(choice).map((path) => 86_400 * total(path, horizonDays)),
        level,
      ),
      peak: intervalOf(
        peak.paths(choice).map((path) => highest(path, horizonDays)),
        level,
      ),
      ...(size && { size }),
    };
  });
}

export interface IngestionInput {
  readonly history: DailyHistory;
  readonly peaks: Float64Array;
  readonly mean: DailyOutlook;
  readonly peak: DailyOutlook;
  readonly settings: PlanSettings;
  readonly scenarios: readonly ScenarioPlan[];
}

export function ingestionOf({
  history,
  peaks,
  mean,
  peak,
  settings,
  scenarios,
}: IngestionInput): IngestionPlan {
  const { horizonDays, level, campaigns } = settings;
  const scenario = { hasCampaigns: true, growth: 0 };
  const { startMs } = history;
  const band = (outlook: DailyOutlook) =>
    bandOf(outlook.startMs, outlook.paths(scenario), horizonDays, level);
  return {
    past: { mean: { startMs, values: history.mean }, peak: { startMs, values: peaks } },
    mean: band(mean),
    peak: band(peak),
    scenarios,
    campaigns: campaignReports(campaigns, peak, horizonDays),
    model: modelOf(startMs, peak.forecast),
  };
}

function modelOf(startMs: number, forecast: LongTermForecast | undefined): IngestionPlan['model'] {
  return {
    trends: forecast?.scores ?? [],
    origins: forecast?.origins ?? 0,
    error: forecast?.error ?? Number.NaN,
    benchmarkError: forecast?.benchmarkError ?? Number.NaN,
    growthPerYear: forecast?.growthPerYear ?? 0,
    weekdays: Array.from(forecast?.weekdays ?? [], Math.expm1),
    shifts: (forecast?.shifts ?? []).map((shift) => ({ ...shift, timeMs: startMs + shift.day * dayMs })),
  };
}

/** 1.96 standard errors on the log scale, as a share of the lift. */
function campaignReports(
  campaigns: readonly Campaign[],
  { forecast, startMs }: DailyOutlook,
  horizonDays: number,
): readonly CampaignReport[] {
  const past = forecast?.campaigns ?? [];
  const report = (campaign: Campaign, effect: number, error: number): CampaignReport => ({
    name: campaign.name,
    fromMs: campaign.fromMs,
    toMs: campaign.toMs,
    isPast: campaign.fromMs < startMs,
    lift: Math.expm1(effect),
    plusMinus: Math.exp(effect) * 1.96 * error,
  });
  const ahead = campaigns.filter(({ fromMs }) => fromMs >= startMs && fromMs < startMs + horizonDays * dayMs);
  return [
    ...past.map(({ campaign, effect, error }) => report(campaign, effect, error)),
    ...ahead.map((campaign) => {
      const { mean, spread } = expectedLift(campaign, past);
      return report(campaign, mean, spread);
    }),
  ];
}
