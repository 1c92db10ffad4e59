/** A request of Cost Explorer, as far as the stub reads it. */
interface CostRequest {
  readonly TimePeriod?: { readonly Start?: string; readonly End?: string };
}

const dayMs = 86_400_000;

/** What a day of the simulated clusters costs, by service: invented, the same each day. */
const dailyUsd = { 'Amazon Managed Streaming for Apache Kafka': 18.24, AmazonCloudWatch: 1.37 } as const;

/**
 * GetCostAndUsage by day and service: made-up, steady costs for the days asked for.
 * Source: AWS Cost Explorer API reference, GetCostAndUsage.
 */
export function costAndUsage({ TimePeriod }: CostRequest) {
  const startMs = Date.parse(TimePeriod?.Start ?? '');
  const endMs = Date.parse(TimePeriod?.End ?? '');
  const days = Number.isFinite(endMs - startMs) ? Math.max(0, Math.round((endMs - startMs) / dayMs)) : 0;
  const dayOf = (i: number) => new Date(startMs + i * dayMs).toISOString().slice(0, 10);
  const groups = Object.entries(dailyUsd).map(([service, usd]) => ({
    Keys: [service],
    Metrics: { UnblendedCost: { Amount: String(usd), Unit: 'USD' } },
  }));
  return {
    GroupDefinitions: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
    ResultsByTime: Array.from({ length: days }, (_, i) => ({
      TimePeriod: { Start: dayOf(i), End: dayOf(i + 1) },
      Total: {},
      Groups: groups,
      Estimated: false,
    })),
    DimensionValueAttributes: [],
  };
}
