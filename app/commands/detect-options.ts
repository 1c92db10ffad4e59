import { panel } from '../../lib/domain/anomaly/decisions/index.ts';
import type { Detector } from '../../lib/domain/anomaly/detector.ts';
import type { GroupDetector } from '../../lib/domain/anomaly/group-detector.ts';
import { groupDetectorById, groupDetectors } from '../../lib/domain/anomaly/group-registry.ts';
import { detectorById, detectors } from '../../lib/domain/anomaly/registry.ts';
import type { Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { forecasterById, forecasters } from '../../lib/domain/forecast/registry.ts';
import { refuseValue } from './option-values.ts';

/** Of `tidewatch detect`, as they were given. */
export interface DetectCommandOptions {
  readonly detector: DetectorChoice;
  readonly budget: number;
  readonly model: Forecaster;
  readonly level: number;
  readonly leastEffect: number;
  readonly period?: readonly number[];
  readonly row: number;
  readonly min?: number;
  readonly max?: number;
  readonly series?: string;
  readonly value?: string;
  readonly json: boolean;
  readonly csv: boolean;
  readonly plot?: true | string;
  readonly segments?: string;
  readonly labelColumn?: string;
  readonly tenant?: RegExp;
}

export interface DetectorChoice {
  readonly name: string;
  /** Compares all series with each other, in place of detectors of one. */
  readonly group?: GroupDetector;
  readonly detectors: readonly Detector[];
}

/** The default: those that the service judges by. */
export const everyone: DetectorChoice = { name: 'panel', detectors: panel };

/** All there are, for a person to read. */
export function detectorIds(): string {
  return detectors.map(({ id }) => id).join(', ');
}

/** Those that compare series with each other. */
export function groupIds(): string {
  return groupDetectors.map(({ id }) => id).join(' or ');
}

export function parseDetectors(text: string): DetectorChoice {
  const group = groupDetectorById(text.trim());
  if (group !== undefined) return { name: group.id, group, detectors: [] };
  const names = text.split(',').map((name) => name.trim());
  if (text.trim() === everyone.name) return everyone;
  const chosen = names.flatMap((name) => detectorById(name) ?? []);
  if (chosen.length < names.length || new Set(names).size < names.length)
    refuseValue(
      text,
      `${everyone.name}, or some of ${detectorIds()}, each once, separated by commas, or ${groupIds()} alone`,
    );
  return { name: names.join(' and '), detectors: chosen };
}

export function parseForecaster(text: string): Forecaster {
  const found = forecasterById(text.trim());
  return found ?? refuseValue(text, `one of ${forecasters.map(({ id }) => id).join(', ')}`);
}

export function parseBudget(text: string): number {
  const budget = numberOf(text);
  if (!(budget > 0 && budget <= 1000)) refuseValue(text, 'alarms a month, above 0 and up to 1000, like 1');
  return budget;
}

export function parseShare(text: string): number {
  const share = numberOf(text);
  if (!(share >= 0 && share <= 1000)) refuseValue(text, 'a percentage from 0 up, like 5');
  return share;
}

export function parseBound(text: string): number {
  const bound = numberOf(text);
  if (!Number.isFinite(bound)) refuseValue(text, 'a number, like 100');
  return bound;
}

export function parsePlot(text: string): string {
  if (/\.svg$/i.test(text)) return text;
  return refuseValue(text, 'a file that ends in .svg, or put --plot last to draw in the terminal');
}

export function parseSegments(text: string): string {
  return /\.md$/i.test(text) ? text : refuseValue(text, 'a file that ends in .md');
}

export function parsePattern(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch {
    return refuseValue(text, 'a regular expression, like "^team-([a-z]+)"');
  }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
