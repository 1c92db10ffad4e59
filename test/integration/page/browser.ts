import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Tools } from '../harness/tools.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export interface Window {
  readonly page: Page;
  /** Addresses that the page asked for outside the loopback; must stay empty. */
  readonly strayRequests: readonly string[];
  /** What the page wrote to its console as an error, and exceptions that nobody caught. */
  readonly errors: readonly string[];
}

export async function openBrowser(tools: Tools): Promise<Browser> {
  await tools.install.apt('chromium', 'chromium', 'fonts-dejavu-core');
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  tools.onEnd(() => browser.close());
  return browser;
}

export async function openWindow(browser: Browser, url: string, scheme: 'light' | 'dark'): Promise<Window> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: scheme });
  const strayRequests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') strayRequests.push(request.url());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return { page, strayRequests, errors };
}

/** Saves a picture for a person to look at, into $TIDEWATCH_PICTURES or the suite's own folder. */
export async function takePicture({ page }: Window, tools: Tools, name: string): Promise<void> {
  const folder = process.env.TIDEWATCH_PICTURES ?? join(tools.workDir, 'pictures');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}

/** Serious and critical faults of accessibility that axe-core finds, one line each. */
export async function accessibilityFaults({ page }: Window): Promise<readonly string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated by the debugger, so that the page's own policy against foreign scripts stays in force.
  await page.evaluate(source);
  const result = (await page.evaluate('axe.run()')) as AxeResult;
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
}

/** How many pixels of the chart have the colour of one of its lines: which one is on top differs. */
export function pixelsOfLines({ page }: Window, title: string): Promise<number> {
  return page.evaluate((wanted) => {
    const headings = Array.from(document.querySelectorAll('figure h3'));
    const figure = headings.find((heading) => heading.textContent === wanted)?.closest('figure');
    const canvas = figure?.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!figure || !canvas || !context) return 0;
    const probe = document.createElement('span');
    figure.append(probe);
    const colours = Array.from({ length: 8 }, (_, i) => {
      probe.style.color = `var(--line-${i + 1})`;
      return getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? [];
    });
    probe.remove();
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if ((data[i + 3] ?? 0) <= 200) continue;
      // Not as a function with a name: the test's compiler would mark it with a helper that the page lacks.
      if (
        colours.some((colour) =>
          [0, 1, 2].every((c) => Math.abs((data[i + c] ?? 0) - (colour[c] ?? -999)) < 24),
        )
      )
        count += 1;
    }
    return count;
  }, title);
}
