import { renderIamReference } from '../../../lib/infra/render/iam-reference.ts';

const page = renderIamReference();

test('the page lists every role of the example, and is the same each time', () => {
  for (const role of [
    'Router Route',
    'Pipeline Collect',
    'Pipeline TrainSchedule',
    'Pipeline Training Machine',
  ])
    expect(page).toContain(role.replace(' Machine', ''));
  expect(renderIamReference()).toBe(page);
});

test('resources are named in words: no logical ids and no hashes', () => {
  expect(page).not.toMatch(/[A-Z0-9]{8}[>|`]|ExportsOutput|undefined|\[object/);
});

test('only evaluate publishes findings, and only collect reads metrics', () => {
  const having = (action: string) => page.split('\n').filter((line) => line.includes(`\`${action}\``));
  expect(having('sns:Publish')).toHaveLength(1);
  expect(having('cloudwatch:GetMetricData')).toHaveLength(1);
});
