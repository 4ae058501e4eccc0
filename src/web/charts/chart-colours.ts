/**
 * Colours that ECharts draws with. They are markers: each becomes a class on the finished picture,
 * so that one picture serves light and dark and no colour stands in it.
 */
export const chartColours = {
  line: '#a0b001',
  text: '#a0b002',
  strong: '#a0b003',
  calm: '#a0b004',
  'calm-soft': '#a0b005',
  bad: '#a0b006',
  'bad-soft': '#a0b007',
  'bad-text': '#a0b008',
  ok: '#a0b009',
  warn: '#a0b00a',
  soft: '#a0b00b',
  brass: '#a0b00c',
  card: '#a0b00d',
} as const;

const names: ReadonlyMap<string, string> = new Map(Object.entries(chartColours).map(([name, colour]) => [colour, name]));

/** The name of a marker colour; null for anything else. */
export function colourName(colour: string): string | null {
  return names.get(colour.toLowerCase()) ?? null;
}
