/** A cell of a table: pipes and line breaks would end it. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

export function list(items: readonly string[], mark = '-'): string {
  return items.map((item) => `${mark} ${item}`).join('\n');
}

/** A generated page: its title, how it comes about, and its parts with a blank line between them. */
export function page(title: string, intro: string, parts: readonly string[]): string {
  const note = '<!-- Generated from lib/domain/catalogue by `npm run docs`: change it there. -->';
  return `${[`# ${title}`, note, intro, ...parts].join('\n\n')}\n`;
}
