/**
 * The process beside the emulator: gateway, MSK stub and sink. Started by `local:up` as
 * `tsx emulator/companions.ts GATEWAY_PORT KAFKA_PORT SINK_PORT ENGINE_PORT`.
 */
import { startGateway } from './gateway/index.ts';
import { localClusters } from './local-clusters.ts';
import { startMskStub } from './msk-stub/index.ts';
import { startSink } from './sink/index.ts';

const [gateway = 0, kafka = 0, sink = 0, engine = 0] = process.argv.slice(2).map(Number);
const at = (port: number) => `http://127.0.0.1:${port}`;

await startMskStub(kafka, localClusters());
await startSink(sink);
await startGateway({ port: gateway, engineUrl: at(engine), kafkaUrl: at(kafka) });
console.log('ready');
