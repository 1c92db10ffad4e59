import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { defineSuite } from '../harness/define-suite.ts';
import { ensureBuilt, startTidewatch, type Tidewatch } from '../harness/tidewatch.ts';
import type { Tools } from '../harness/tools.ts';
import { until } from '../harness/wait.ts';
import {
  accessibilityFaults,
  openBrowser,
  openWindow,
  pixelsOfLines,
  takePicture,
  type Window,
} from './browser.ts';

interface Stage {
  readonly tools: Tools;
  readonly browser: Browser;
  tidewatch: Tidewatch;
  window: Window;
  /** From the start of the command until the page showed the cluster, in ms. */
  readonly firstViewMs: number;
}

interface Message {
  readonly action: string;
  readonly dedupKey: string;
}

interface Status {
  readonly nowMs: number;
  readonly isPaused: boolean;
  readonly backfill: number;
}

const startArgs = (tools: Tools) => [
  'start',
  '--no-tour',
  '--port',
  '0',
  '--store',
  join(tools.workDir, 'page.duckdb'),
];

async function setup(tools: Tools): Promise<Stage> {
  await ensureBuilt(tools);
  const browser = await openBrowser(tools);
  const startMs = performance.now();
  const tidewatch = await startTidewatch(tools, startArgs(tools));
  const window = await openWindow(browser, tidewatch.pageUrl, 'light');
  await window.page.getByRole('heading', { name: 'orders' }).waitFor();
  const firstViewMs = performance.now() - startMs;
  tools.log(`seen     the first view after ${(firstViewMs / 1000).toFixed(1)} s`);
  return { tools, browser, tidewatch, window, firstViewMs };
}

const status = ({ tidewatch }: Stage) => tidewatch.get<Status>('api/status');
const inboxOf = ({ tidewatch }: Stage) => tidewatch.get<readonly Message[]>('api/inbox?limit=100');

async function firstView({ firstViewMs }: Stage): Promise<void> {
  assert.ok(firstViewMs < 10_000, `the first view took ${(firstViewMs / 1000).toFixed(1)} s`);
}

async function charts(stage: Stage): Promise<void> {
  await until('the back-fill', async () => (await status(stage)).backfill === 1, { limitMs: 90_000 });
  for (const title of ['Bytes in', 'Consumer lag in time']) {
    await until(`the lines of ${title}`, async () => (await pixelsOfLines(stage.window, title)) > 200);
  }
  const summaries = await stage.window.page.getByRole('img', { name: /Bytes in/ }).count();
  assert.ok(summaries > 0, 'no chart tells in words what it shows');
}

async function brokerLoss(stage: Stage): Promise<void> {
  const { window, tools } = stage;
  const { page } = window;
  assert.equal(await page.locator('[data-incident]').count(), 0);
  await page.getByRole('button', { name: 'Play a story' }).click();
  await page.locator('[data-story="broker_loss"]').click();
  await page.locator('[data-incident][data-status="triggered"]').waitFor({ timeout: 60_000 });
  await page.locator('[data-incident] summary').click();
  await takePicture(window, tools, 'broker-loss');
  await page.locator('[data-incident][data-status="resolved"]').waitFor({ timeout: 90_000 });
  assert.equal(await page.locator('[data-incident]').count(), 1, 'the loss is more than one incident');
  const told = await inboxOf(stage);
  assert.deepEqual(told.map(({ action }) => action).sort(), ['resolve', 'trigger']);
  assert.equal(new Set(told.map(({ dedupKey }) => dedupKey)).size, 1);
}

async function pause(stage: Stage): Promise<void> {
  const { page } = stage.window;
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Resume' }).waitFor();
  const before = await until('the pause', async () => {
    const now = await status(stage);
    return now.isPaused && now;
  });
  await page.waitForTimeout(1500);
  assert.equal((await status(stage)).nowMs, before.nowMs);
}

async function keyboard({ window: { page } }: Stage): Promise<void> {
  await page.reload();
  await page.getByRole('heading', { name: 'orders' }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the charts');
  const seen = new Set<string>();
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Tab');
    seen.add(await focused());
  }
  assert.ok(seen.has('Resume') && seen.has('Play a story'), `Tab reached ${[...seen].join(', ')}`);
  await page.getByRole('button', { name: 'Play a story' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-story="maintenance"]').waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await page.locator('[data-story="maintenance"]').waitFor({ state: 'hidden' });
  assert.equal(await focused(), 'Play a story');
}

async function accessible({ browser, tidewatch, tools }: Stage): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    const window = await openWindow(browser, tidewatch.pageUrl, scheme);
    await window.page.getByRole('heading', { name: 'orders' }).waitFor();
    await until('the charts', async () => (await pixelsOfLines(window, 'Bytes in')) > 200);
    await takePicture(window, tools, `page-${scheme}`);
    assert.deepEqual(await accessibilityFaults(window), [], scheme);
    await window.page.setViewportSize({ width: 400, height: 900 });
    await takePicture(window, tools, `phone-${scheme}`);
    const overflow = await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide for a phone`);
    assert.deepEqual(window.errors, []);
    await window.page.close();
  }
}

async function goesOn(stage: Stage): Promise<void> {
  const { nowMs } = await status(stage);
  await stage.tidewatch.process.stop('SIGINT');
  assert.deepEqual(stage.window.strayRequests, [], 'the page asked hosts outside');
  stage.tidewatch = await startTidewatch(stage.tools, startArgs(stage.tools));
  const after = await status(stage);
  assert.ok(after.nowMs >= nowMs, 'the second start went back in time');
  stage.window = await openWindow(stage.browser, stage.tidewatch.pageUrl, 'light');
  await stage.window.page.locator('[data-incident][data-status="resolved"]').waitFor();
  assert.deepEqual(await inboxOf(stage), [], 'the second start told again what was told before');
}

export const suite = defineSuite<Stage>({
  name: 'page',
  title: 'the page in a real browser, over a broker loss and a restart',
  setup,
  tests: [
    { name: 'the first view is there within 10 s of the start', run: firstView },
    { name: 'charts draw their lines and tell in words what they show', run: charts },
    { name: 'a broker loss is one incident, one page and one resolution', run: brokerLoss, limitMs: 180_000 },
    { name: 'pause stops the time', run: pause },
    { name: 'the keyboard reaches and works the controls', run: keyboard },
    { name: 'light, dark and phone have no serious fault of accessibility', run: accessible },
    { name: 'a second start goes on from the same file and asks no other host', run: goesOn },
  ],
});
