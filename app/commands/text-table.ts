/** A table in plain text: columns of numbers to the right, of words to the left. Ends with a line break. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const columns = header.map((_, column) => all.map((row) => row[column] ?? ''));
  const padded = columns.map((cells) => {
    const width = Math.max(...cells.map((cell) => cell.length));
    const isNumbers = cells.length > 1 && cells.slice(1).every((cell) => /^[-+\d.]/.test(cell));
    return cells.map((cell) => (isNumbers ? cell.padStart(width) : cell.padEnd(width)));
  });
  const lines = all.map((_, row) =>
    padded
      .map((cells) => cells[row] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
