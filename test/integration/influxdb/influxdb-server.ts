import { join } from 'node:path';
import { freePorts, lastLines } from '../harness/processes.ts';
import type { Tools } from '../harness/tools.ts';
import { until } from '../harness/wait.ts';

/** A new, empty InfluxDB on loopback, set up as Timestream sets one up: one administrator, no token. */
export interface InfluxServer {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly organization: string;
}

export async function startInfluxdb(tools: Tools, binary: string): Promise<InfluxServer> {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const data = join(tools.workDir, 'influxdb');
  const places = ['--bolt-path', `${data}.bolt`, '--engine-path', data, '--sqlite-path', `${data}.sqlite`];
  const options = ['--http-bind-address', `127.0.0.1:${port}`, '--reporting-disabled', '--log-level', 'warn'];
  const server = tools.start('influxd', binary, [...places, ...options], { cwd: tools.workDir });
  await until('influxd to answer', async () => (await fetch(`${url}/health`)).ok, {
    limitMs: 60_000,
    seen: () => lastLines(server.output(), 20),
  });
  const admin = { username: 'tidewatch', password: 'Abcdefgh12345678', organization: 'tidewatch' };
  const { username, password, organization: org } = admin;
  const answer = await fetch(`${url}/api/v2/setup`, {
    method: 'POST',
    body: JSON.stringify({ username, password, org, bucket: 'tidewatch' }),
  });
  if (!answer.ok) throw new Error(`influxd is not set up: ${answer.status} ${await answer.text()}`);
  return { url, ...admin };
}
