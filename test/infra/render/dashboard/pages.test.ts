import { stageMetricNames } from '../../../../lambdas/stage-metrics.ts';
import { pages } from '../../../../lib/domain/catalogue/dashboard-pages.ts';
import { dashboards } from '../../../../lib/domain/catalogue/index.ts';
import { dashboardPages } from '../../../../lib/infra/config/names.ts';
import { renderPages } from '../../../../lib/infra/render/dashboard/index.ts';
import { clusterPlaceholder } from '../../../../lib/infra/render/dashboard/variables.ts';
import { standardCluster } from '../clusters.ts';
import { allPages, bodyOf, expressionsIn, input, widgetArn } from './scenes.ts';

const rendered = renderPages(input).map((page) => [page.id, page.body] as const);

/** A hundred clusters in three regions and two accounts. */
const manyClusters = Array.from({ length: 100 }, (_, i) => {
  const region = ['eu-west-1', 'us-east-1', 'eu-central-1'][i % 3] ?? 'eu-west-1';
  const account = i % 2 === 0 ? '111122223333' : '444455556666';
  const name = `cluster-${i}`;
  return {
    ...standardCluster,
    id: `${account}/${region}/${name}`,
    account,
    region,
    name,
    storageGib: 100 + i,
  };
});

test('the pages are those that the configuration knows', () => {
  expect(pages.map(({ id }) => id)).toEqual([...dashboardPages]);
});

test('every section and panel that a page names is there', () => {
  for (const { sections } of pages)
    for (const { section, panels = [] } of sections) {
      const known = dashboards.find(({ id }) => id === section)?.panels.map(({ id }) => id);
      expect(known).toEqual(expect.arrayContaining([...panels]));
    }
});

test.each(rendered)('%s: no two widgets overlap and none is wider than the page', (_, body) => {
  const taken = new Set<string>();
  for (const { x, y, width, height } of body.widgets) {
    expect(x + width).toBeLessThanOrEqual(24);
    for (let i = x; i < x + width; i++)
      for (let j = y; j < y + height; j++) {
        expect(taken.has(`${i},${j}`)).toBe(false);
        taken.add(`${i},${j}`);
      }
  }
});

test.each(rendered)(
  '%s: every search has a schema, one metric at least, a statistic and a period',
  (_, body) => {
    for (const expression of expressionsIn(body)) {
      const searches = expression.match(/SEARCH\([^;]*?, \d+\)/g) ?? [];
      expect(searches.length).toBeGreaterThan(0);
      for (const search of searches)
        expect(search).toMatch(
          /^SEARCH\('\{[A-Za-z]+(\/[A-Za-z]+)?(,("[A-Z][A-Za-z ]+"|[A-Za-z]+))+\} [^']*MetricName="\w+"[^']*', '(Average|Maximum|Minimum|Sum)', \d+\)$/,
        );
    }
  },
);

test.each(rendered)('%s: every search of AWS/Kafka is of the chosen cluster alone', (_, body) => {
  for (const expression of expressionsIn(body).filter((one) => one.includes('AWS/Kafka')))
    expect(expression).toContain(`"Cluster Name"="${clusterPlaceholder}"`);
});

test.each(rendered)('%s: what the console replaces leaves no placeholder and no other cluster', (_, body) => {
  const text = JSON.stringify(body.widgets).replaceAll(clusterPlaceholder, 'clicks');
  const isOfClusters = body.variables.some(({ id }) => id === 'cluster');
  expect(isOfClusters).toBe(JSON.stringify(body.widgets).includes(clusterPlaceholder));
  for (const expression of expressionsIn(JSON.parse(text))) expect(expression).not.toContain('orders');
});

test('pages of clusters are the same size for one cluster and for a hundred, but for names of whom limits are', () => {
  const one = renderPages({ ...input, clusters: manyClusters.slice(0, 1) });
  const many = renderPages({ ...input, clusters: manyClusters });
  for (const [i, { body }] of many.entries()) {
    expect(body.widgets.length).toBe(one[i]?.body.widgets.length);
    expect(JSON.stringify(body).length).toBeLessThan(60_000);
  }
});

test('all pages stay within the limits of CloudWatch: 500 widgets, 500 metrics a widget, 100 alarms a widget', () => {
  const alarmArns = Array.from({ length: 1234 }, (_, i) => `arn:aws:cloudwatch:eu-west-1:1:alarm:a${i}`);
  for (const { body } of renderPages({ ...input, clusters: manyClusters, alarmArns })) {
    expect(body.widgets.length).toBeLessThanOrEqual(500);
    for (const { type, properties } of body.widgets) {
      if (type === 'metric') expect((properties.metrics as unknown[]).length).toBeLessThanOrEqual(500);
      if (type === 'alarm') expect((properties.alarms as unknown[]).length).toBeLessThanOrEqual(100);
    }
  }
});

test('more alarms than five widgets take are left out, the worst are kept', () => {
  const alarmArns = Array.from({ length: 620 }, (_, i) => `alarm-${i}`);
  const shown = bodyOf('overview', { alarmArns }).widgets.filter(({ type }) => type === 'alarm');
  expect(shown.flatMap(({ properties }) => properties.alarms)).toEqual(alarmArns.slice(0, 500));
});

test('what no cluster emits is left out, and what one of them emits is there', () => {
  const onlyExpress = JSON.stringify(bodyOf('overview', { clusters: input.clusters.slice(1) }));
  const both = JSON.stringify(bodyOf('overview'));
  expect(onlyExpress).not.toContain('KafkaDataLogsDiskUsed');
  expect(onlyExpress).toContain('StorageUsed');
  expect(both).toContain('KafkaDataLogsDiskUsed');
  expect(both).toContain('StorageUsed');
});

test('with clusters found by tags, metrics of every type of cluster are searched for', () => {
  const home = { account: '111122223333', region: 'eu-west-1' };
  const text = JSON.stringify(bodyOf('overview', { clusters: [], selected: [home] }));
  expect(text).toContain('KafkaDataLogsDiskUsed');
  expect(text).toContain('StorageUsed');
});

test('the head names the page, links to the others, and not to itself', () => {
  const [head] = renderPages(input)[1]?.body.widgets ?? [];
  expect(head?.properties.markdown).toContain(`# ${clusterPlaceholder}`);
  expect(head?.properties.markdown).toContain('[Overview](#dashboards:name=tidewatch-dev-overview)');
  expect(head?.properties.markdown).toContain('**Brokers**');
  expect(head?.properties.markdown).not.toContain('tidewatch-dev-brokers');
});

test('incidents and capacity on the overview are of all clusters; forecasts are of the chosen one', () => {
  const params = (page: string) =>
    bodyOf(page).widgets.flatMap(({ type, properties }) => (type === 'custom' ? [properties.params] : []));
  expect(params('overview')).toEqual([{ kind: 'incidents' }, { kind: 'capacity' }]);
  expect(params('forecasts')).toContainEqual({
    kind: 'forecast',
    cluster: clusterPlaceholder,
    signal: 'disk_used',
  });
});

test('custom widgets name the function and are drawn anew on refresh, resize and a new range', () => {
  const custom = renderPages(input).flatMap(({ body }) =>
    body.widgets.filter(({ type }) => type === 'custom'),
  );
  expect(custom.length).toBeGreaterThan(5);
  for (const { properties } of custom)
    expect(properties).toMatchObject({
      endpoint: widgetArn,
      updateOn: { refresh: true, resize: true, timeRange: true },
    });
});

test('without the widget function its views are left out, and the estimate is a table', () => {
  const { widgetArn: _, ...rest } = input;
  const made = renderPages({ ...rest, pages: allPages.filter((id) => id !== 'forecasts') });
  expect(JSON.stringify(made)).not.toContain('"custom"');
  const costs = made.find(({ id }) => id === 'costs');
  expect(JSON.stringify(costs)).toContain('polls / all | 12.00');
});

test('refuses the page of forecasts without the widget function', () => {
  const { widgetArn: _, ...rest } = input;
  expect(() => renderPages({ ...rest, pages: ['forecasts'] })).toThrow(
    'page "forecasts" is drawn by the widget function, and there is none',
  );
});

test('refuses a page that is not there', () => {
  expect(() => renderPages({ ...input, pages: ['disks'] })).toThrow('no page "disks"; allowed: overview,');
});

test('the page on Tidewatch draws each stage, queue, dead letter, topic and state machine by its name', () => {
  const text = JSON.stringify(bodyOf('tidewatch'));
  for (const name of ['collect-1', 'assess-queue', 'assess-dead', 'critical-topic', 'stateMachine:train'])
    expect(text).toContain(name);
  expect(bodyOf('tidewatch').variables).toEqual([]);
});

test('the page on Tidewatch searches for every metric that the stages write', () => {
  const expressions = expressionsIn(bodyOf('tidewatch')).join('\n');
  for (const { name } of Object.values(stageMetricNames))
    expect(expressions).toContain(`MetricName="${name}"`);
});

test('charges are looked up where AWS/Billing is, and not in partitions that have none', () => {
  const text = (region: string) => JSON.stringify(bodyOf('costs', { home: { account: '1', region } }));
  expect(text('eu-west-1')).toContain('AWS/Billing');
  expect(text('cn-north-1')).not.toContain('AWS/Billing');
});
