import type { FittedModel, Forecaster, Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { normalReach } from '../../numerics/normal-quantile.ts';

import { noScore, type Score, type StreamOptions } from '../detector.ts';
import { BlockHistory } from './block-history.ts';
import { type Blocks, blocksOf, type ResidualPlan } from './options.ts';
import { SlotRanks } from './slot-ranks.ts';

/** The forecast's sd is never taken to be less than this share of the expected value. */
const leastSdShare = 1e-3;
const leastSd = 1e-9;
/** Scores are bounded, so that they stay printable for series that never moved before. */
const greatestScore = 1e6;
/** Nothing is expected further ahead than this, and a clock that goes back so far begins anew. */
const mostAhead = 48;
/** Residuals seen before anything is called rare. */
const fewestResiduals = 64;
const level = 0.95;

/** Fits a forecaster on the last blocks of a stream now and then, and judges each point by what it expected. */
export class ResidualStream {
  private readonly forecaster: Forecaster;
  private readonly plan: ResidualPlan;
  private readonly stream: StreamOptions;
  private readonly blocks: Blocks;
  private readonly history: BlockHistory;
  private readonly past: SlotRanks;
  private model: FittedModel | undefined;
  /** Blocks closed at which the forecaster is fitted next. */
  private fitAt: number;
  private isStarted = false;
  private residuals = 0;
  /** What is expected of a block, from the time of asking until the next block closes. */
  private known: { ahead: number; mean: number; sd: number } | undefined;

  constructor(
    forecaster: Forecaster,
    plan: ResidualPlan,
    stream: StreamOptions,
    history = new BlockHistory(plan.blocks),
    past = new SlotRanks(),
  ) {
    this.forecaster = forecaster;
    this.plan = plan;
    this.stream = stream;
    this.blocks = blocksOf(stream);
    this.history = history;
    this.past = past;
    this.fitAt = plan.fitFrom;
  }

  score(observed: number, timeMs: number): Score {
    const z = this.residual(observed, timeMs);
    if (Number.isNaN(z)) return noScore;
    if (this.residuals < fewestResiduals) return { score: z, pValue: 1 };
    return { score: z, pValue: this.past.pValue(Math.abs(z), timeMs) };
  }

  /** In the forecast's deviations; NaN for a gap, and where nothing is expected. */
  private residual(observed: number, timeMs: number): number {
    const ahead = this.blockOf(timeMs) - this.history.open + 1;
    if (!(ahead >= 1 && ahead <= mostAhead) || this.model === undefined) return Number.NaN;
    if (this.known?.ahead !== ahead) this.known = { ahead, ...expectedAt(this.model, ahead) };
    const { mean, sd } = this.known;
    const z = (observed - mean) / Math.max(sd, leastSdShare * Math.abs(mean), leastSd);
    return Math.max(-greatestScore, Math.min(greatestScore, z));
  }

  private blockOf(timeMs: number): number {
    return Math.floor((timeMs - this.blocks.startMs) / this.blocks.blockMs);
  }

  update(observed: number, timeMs: number): void {
    const block = this.blockOf(timeMs);
    if (!Number.isSafeInteger(block)) return;
    const z = this.residual(observed, timeMs);
    if (!Number.isNaN(z)) {
      this.past.push(Math.abs(z), timeMs);
      if (this.residuals < fewestResiduals) this.residuals++;
    }
    if (this.moveTo(block) && this.history.take(observed) >= this.blocks.points) this.close();
  }

  /** Opens the block of a point. @returns whether it is open: one that is closed already takes no more points */
  private moveTo(block: number): boolean {
    const ahead = block - this.history.open;
    if (!this.isStarted || ahead > this.plan.blocks || ahead < -mostAhead) this.startAt(block);
    else for (let k = 0; k < ahead; k++) this.close();
    return block === this.history.open;
  }

  private startAt(block: number): void {
    this.isStarted = true;
    this.history.startAt(block);
    this.model = undefined;
    this.known = undefined;
    this.fitAt = this.plan.fitFrom;
  }

  private close(): void {
    const mean = this.history.close();
    this.known = undefined;
    this.model?.update(mean);
    if (this.history.count >= this.fitAt) this.fitAnew();
  }

  private fitAnew(): void {
    const { history, plan, blocks, stream } = this;
    const y = history.means();
    let rounds = 0;
    const fitted = this.forecaster.fit(y, {
      stepMs: blocks.blockMs,
      startMs: blocks.startMs + (history.open - y.length) * blocks.blockMs,
      periods: blocks.periods.filter((period) => 2 * period <= y.length),
      horizon: 1,
      ...(stream.range !== undefined && { range: stream.range }),
      ...(Number.isFinite(plan.rounds) && { expired: () => rounds++ >= plan.rounds }),
    });
    this.fitAt = history.count + Math.min(history.count, plan.refitAfter);
    if (fitted.kind === 'fitted') this.model = fitted.model;
  }

  state(): Json {
    return {
      kind: 'residual-stream',
      version: 1,
      forecaster: this.forecaster.id,
      history: this.history.state(),
      past: this.past.state(),
      fitAt: this.fitAt,
      isStarted: this.isStarted,
      residuals: this.residuals,
      ...(this.model !== undefined && { model: this.model.state() }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave, or is of another forecaster */
  static restore(
    forecaster: Forecaster,
    plan: ResidualPlan,
    options: StreamOptions,
    state: Json,
  ): ResidualStream {
    const fields = new SavedFields(state, 'residual-stream');
    if (fields.text('forecaster') !== forecaster.id)
      throw new RangeError(`got a state of ${fields.text('forecaster')}: give one of ${forecaster.id}`);
    const history = BlockHistory.restore(plan.blocks, fields.json('history'));
    const past = SlotRanks.restore(fields.json('past'));
    const stream = new ResidualStream(forecaster, plan, options, history, past);
    stream.fitAt = fields.count('fitAt');
    stream.isStarted = fields.json('isStarted') === true;
    stream.residuals = fields.count('residuals');
    if (fields.has('model')) stream.model = forecaster.restore(fields.json('model'));
    return stream;
  }
}

/** Mean and sd of the block so many ahead of the last one closed. */
function expectedAt(model: FittedModel, ahead: number): { readonly mean: number; readonly sd: number } {
  if (ahead === 1) return model.next(level);
  const { mean, lower, upper } = model.forecast(ahead, level);
  const last = ahead - 1;
  return { mean: mean[last]!, sd: (upper[last]! - lower[last]!) / (2 * normalReach(level)) };
}
