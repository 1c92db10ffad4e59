import { createFlow } from '../../../lib/domain/simulation/flow.ts';
import { type Forces, neutralForces } from '../../../lib/domain/simulation/forces.ts';
import { diskFill } from '../../../lib/domain/simulation/keep.ts';
import { createModel } from '../../../lib/domain/simulation/model.ts';
import { createState } from '../../../lib/domain/simulation/state.ts';
import { step } from '../../../lib/domain/simulation/step.ts';
import { monday, specOf } from './given.ts';

const minute = 60_000;

/** A cluster with the model's parts in reach, moved on by hand. */
function cluster(seed = 1) {
  const model = createModel(specOf({ seed }));
  const state = createState(model);
  const flow = createFlow(model);
  let timeMs = monday;
  return {
    model,
    state,
    flow,
    step(change: (forces: Forces) => void = () => {}): void {
      const forces = neutralForces(model);
      change(forces);
      step(model, state, forces, flow, timeMs);
      timeMs += minute;
    },
  };
}

const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
/** Broker 2 is away from minute 10 to 30, group 1 stands still from 20 to 50, and a partition is hot from 40. */
function trouble(at: number) {
  return (forces: Forces) => {
    if (at >= 10 && at < 30) forces.down[1] = 1;
    if (at >= 20 && at < 50) forces.capacity[0] = 0;
    if (at >= 40 && at < 60) forces.hot = { partition: 3, share: 0.8 };
  };
}

test('lag changes by what is produced less what is consumed, for every group and topic, in good and bad times', () => {
  const { model, flow, step: move } = cluster();
  let before = model.reads.map(() => 0);
  for (let at = 0; at < 120; at++) {
    move(trouble(at));
    for (const { index } of model.reads) {
      const change = (flow.lagSum[index] ?? 0) - (before[index] ?? 0);
      const balance = (flow.produced[index] ?? 0) - (flow.consumed[index] ?? 0);
      expect(Math.abs(change - balance)).toBeLessThan(1e-6 * (flow.lagSum[index] ?? 0) + 1e-6);
      expect(flow.consumed[index]).toBeGreaterThanOrEqual(0);
    }
    before = [...flow.lagSum];
  }
});

test('what the brokers take in is what the topics are given', () => {
  const { flow, step: move } = cluster();
  for (let at = 0; at < 120; at++) {
    move(trouble(at));
    expect(sum(flow.bytesIn) / sum(flow.topicBytes)).toBeCloseTo(1, 9);
    expect(sum(flow.messagesIn) / sum(flow.topicMessages)).toBeCloseTo(1, 9);
  }
});

test('what the brokers give out is what the groups consume', () => {
  const { model, flow, step: move } = cluster();
  for (let at = 0; at < 60; at++) {
    move();
    const read = sum(
      model.reads.map(({ index, topic }) => (flow.consumed[index] ?? 0) * topic.spec.messageBytes),
    );
    expect(sum(flow.bytesOut) / read).toBeCloseTo(1, 9);
  }
});

test('while retention deletes nothing, the disks grow by exactly what is produced', () => {
  const { model, state, flow, step: move } = cluster();
  const before = diskFill(model, state, 0);
  let produced = 0;
  for (let at = 0; at < 600; at++) {
    move((forces) => {
      forces.isRetentionStopped = true;
    });
    produced += sum(flow.topicBytes);
  }
  expect((diskFill(model, state, 0) - before) * model.storageBytes).toBeCloseTo(produced, -3);
});

test('a log holds what its retention keeps: the hours written since, and no more', () => {
  const { model, state, flow, step: move } = cluster();
  const clicks = model.topics.find((topic) => topic.spec.name === 'clicks');
  if (!clicks) throw new Error('no topic clicks');
  const written: number[] = [];
  for (let at = 0; at < 50 * 60; at++) {
    move();
    written.push(flow.topicBytes[clicks.index] ?? 0);
  }
  // 24 whole hours, and the hour that is being written.
  expect(state.logBytes[clicks.index]).toBeCloseTo(sum(written.slice(-25 * 60)), -3);
});

test('a broker that was away misses what was written meanwhile, and copies it at a limited rate', () => {
  const { model, state, flow, step: move } = cluster();
  let missed = 0;
  for (let at = 0; at < 20; at++) {
    move((forces) => {
      forces.down[1] = 1;
    });
    missed += sum(flow.topicBytes);
  }
  expect(state.behind[1]).toBeCloseTo(missed, -2);
  const least = Math.ceil(missed / (model.catchUpRate * 60));
  for (let at = 0; at < least - 1; at++) move();
  expect(state.behind[1]).toBeGreaterThan(0);
  move();
  expect(state.behind[1]).toBe(0);
});

test('a partition with no broker to lead it is offline, and takes and gives nothing', () => {
  const { model, flow, step: move } = cluster();
  move((forces) => {
    forces.down.fill(1);
  });
  expect(flow.offline[0]).toBe(model.partitions.length);
  expect(sum(flow.topicBytes) + sum(flow.bytesOut)).toBe(0);
  move();
  move();
  expect(flow.offline[0]).toBe(0);
});

test('with two of three replicas gone, partitions are under their minimum in sync', () => {
  const { model, flow, step: move } = cluster();
  move((forces) => {
    forces.down.set([0, 1, 1]);
  });
  expect(flow.underMinInSync[0]).toBe(model.partitions.length);
});
