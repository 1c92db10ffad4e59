import { type Capability, capabilities, services } from './capabilities.ts';

/** docs/emulator-capabilities.md: what the emulator deploys, what is replaced, and what is left out. */
export function renderCapabilities(): string {
  return [
    '# What the emulator can do',
    '',
    '<!-- Written by `npm run docs` from emulator/capabilities.ts: change it there. -->',
    '',
    'The stacks of the `local` environment are the same as everywhere; an aspect changes them where the emulator (MiniStack 1.5.33) would refuse or misread them, by this table. [emulator.md](emulator.md) says how to start it and what it does not prove.',
    '',
    '## Resources',
    '',
    ...table('CloudFormation type', capabilities),
    '',
    '## Services',
    '',
    ...table('Service', services),
    '',
  ].join('\n');
}

function table(title: string, rows: readonly Capability[]): readonly string[] {
  const lines = rows.map(({ type, only, treatment, how, why }) => {
    const name = type.includes('::') ? `\`${type}\`` : type;
    return `| ${only === undefined ? name : `${name}, ${only}`} | ${treatment} | ${how} | ${sentence(why)} |`;
  });
  return [`| ${title} | locally | how | why |`, '| --- | --- | --- | --- |', ...lines];
}

function sentence(text: string): string {
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
