/**
 * Loaded into every function of the local environment before its code. It
 * - names the function in the user agent of its calls, so that the gateway knows who calls;
 * - puts the gateway in the emulator's place in what the function is told, such as addresses of queues, so that
 *   no call passes it by;
 * - adds the milliseconds in the file TIDEWATCH_CLOCK_FILE to what `Date` says, so that tests run through hours of
 *   schedules in minutes; a word after them says how the names of those functions begin whose clock is meant.
 *   Without that file the clock is the machine's.
 */
const { readFileSync } = require('node:fs');

const RealDate = Date;
const file = process.env.TIDEWATCH_CLOCK_FILE;
const name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
/** Between two looks at the file, in ms. */
const everyMs = 50;

let offsetMs = 0;
let readMs = 0;

function nowMs() {
  const realMs = RealDate.now();
  if (file !== undefined && realMs - readMs >= everyMs) {
    readMs = realMs;
    offsetMs = readOffset();
  }
  return realMs + offsetMs;
}

function readOffset() {
  try {
    const [offset, prefix = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return name.startsWith(prefix) ? Number(offset) || 0 : 0;
  } catch {
    return 0;
  }
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget === Date ? target : newTarget),
  apply: (target) => new target(nowMs()).toString(),
  get: (target, key) => (key === 'now' ? nowMs : Reflect.get(target, key)),
});

const { TIDEWATCH_ENGINE_URL: engineUrl, AWS_ENDPOINT_URL: gatewayUrl } = process.env;

/** The emulator gives the function its variables after this has run. */
process.env = new Proxy(process.env, {
  set: (target, key, value) => Reflect.set(target, key, throughGateway(value)),
});

function throughGateway(value) {
  if (engineUrl === undefined || gatewayUrl === undefined || typeof value !== 'string') return value;
  return value.replaceAll(engineUrl, gatewayUrl);
}

// The SDK takes 50 characters: enough for the environment, the stack and the stage.
process.env.AWS_SDK_UA_APP_ID = name.slice(0, 50);
