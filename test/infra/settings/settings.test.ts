import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FunctionSettings, type SettingsDocument, settingsName } from '../../../lib/infra/settings/index.ts';
import { settingsDocument } from '../../lambdas/given.ts';
import { testApp } from '../app.ts';

function piecesOf(document: SettingsDocument, app: App = testApp()) {
  const stack = new Stack(app, 'storage', { env: { account: '111122223333', region: 'eu-west-1' } });
  const settings = new FunctionSettings(stack, 'Settings', { environmentName: 'dev', document });
  const parameters = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter')).map(
    ({ Properties }) => Properties as { readonly Name: string; readonly Value: string },
  );
  return { settings, parameters, statement: settings.statement(stack) };
}

const fleet: SettingsDocument = {
  ...settingsDocument,
  clusters: Array.from({ length: 100 }, (_, i) => ({
    arn: `arn:aws:kafka:eu-west-1:111122223333:cluster/orders-${i}/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5`,
  })),
  maintenance: [{ name: 'n', at: '2026-12-24T22:00', durationMinutes: 60, timeZone: 'Zürich–東京' }],
};

test('the settings of a hundred clusters are cut into pieces that a standard parameter takes, and read whole again', () => {
  const { settings, parameters, statement } = piecesOf(fleet);
  expect(parameters.length).toBeGreaterThan(2);
  for (const { Value } of parameters) expect(Buffer.byteLength(Value)).toBeLessThanOrEqual(4096);
  const names = parameters.map(({ Name }) => Name);
  expect(names).toEqual(parameters.map((_, i) => settingsName('dev', i)));
  expect(JSON.parse(parameters.map(({ Value }) => Value).join(''))).toEqual(fleet);
  expect(settings.variables.TIDEWATCH_SETTINGS_PIECES).toBe(String(parameters.length));
  const allowed = statement.resources.map((arn) =>
    arn.slice(arn.indexOf(':parameter') + ':parameter'.length),
  );
  expect(allowed).toEqual(names);
});

test('functions start anew when something in the settings changes, and not otherwise', () => {
  const hashOf = (document: SettingsDocument) =>
    piecesOf(document).settings.variables.TIDEWATCH_SETTINGS_HASH;
  expect(hashOf(fleet)).toBe(hashOf({ ...fleet }));
  expect(hashOf({ ...fleet, incidentDays: 1 })).not.toBe(hashOf(fleet));
});
