import type { Signal } from '../../lib/domain/catalogue/signal.ts';
import { type Entity, entityWords } from '../../lib/domain/series/entity.ts';

/**
 * What a chart calls a line: short where the chart's title says what it is about, with the signal before it
 * where several signals share the chart.
 */
export function lineLabel(signal: Signal, entity: Entity, isOnlySignal: boolean): string {
  if (signal.entity === 'cluster') return signal.title;
  const words = shortWords(signal, entity);
  return isOnlySignal ? words : `${signal.title}, ${words}`;
}

function shortWords({ entity: kind }: Signal, entity: Entity): string {
  const { broker = '', group = '', topic = '', partition = '' } = entity;
  if (kind === 'topic') return topic;
  if (kind === 'group') return group;
  if (kind === 'group_topic') return `${group} · ${topic}`;
  if (kind === 'group_partition') return `${group} · ${topic}/${partition}`;
  if (kind === 'broker_topic') return `broker ${broker} · ${topic}`;
  return entityWords(entity);
}
