import { createInfluxStore } from '../../lambdas/influx-store.ts';
import { VariableReader } from '../../lambdas/variables.ts';

const whole = {
  TIDEWATCH_INFLUX_ENGINE: 'v2',
  TIDEWATCH_INFLUX_URL: 'https://influx.example:8086',
  TIDEWATCH_INFLUX_SECRET: 'team/influx',
};

test('the variables of the stack make a store', () => {
  expect(createInfluxStore(new VariableReader(whole)).id).toBe('timestream-influxdb');
});

test('refuses missing and wrong variables, all at once', () => {
  const reader = new VariableReader({ TIDEWATCH_INFLUX_ENGINE: 'v1' });
  expect(() => createInfluxStore(reader)).toThrow(
    /ENGINE: got "v1", allowed: v2, v3\n.*URL is missing.*\n.*SECRET is missing/,
  );
});
