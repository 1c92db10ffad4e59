import { spawn } from 'node:child_process';

/** What a Node.js process prints. @throws Error with the end of its complaints when it fails */
export async function outputOf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code === 0) return output;
  throw new Error(`node ${args.join(' ')} ended with ${code}: ${errors.slice(-2000)}`);
}
