/** A second, simpler reading of the combined format, so that the shop is not checked against its own writer. */
export interface ReadLine {
  readonly address: string;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly referer: string;
  readonly agent: string;
}

const COMBINED =
  /^(\S+) - (\S+) \[(\d{2})\/(\w{3})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\] "(\S+) (\S+) HTTP\/[\d.]+" (\d{3}) (\d+) "([^"]*)" "([^"]*)"$/;

/** Reads a whole log. Throws at the first line that is not in the combined format. */
export function readLog(text: string): ReadLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const found = COMBINED.exec(line);
      if (!found) throw new Error(`not a combined line: ${line}`);
      const [, address = '', , day, month, year, time, zone, method = '', path = '', status, bytes, referer = '', agent = ''] = found;
      const at = new Date(`${day} ${month} ${year} ${time} ${zone}`);
      return { address, at, method, path, status: Number(status), bytes: Number(bytes), referer, agent };
    });
}

/** Order numbers whose pages were answered with 200 to one of these addresses, sorted. */
export function ordersRead(lines: readonly ReadLine[], addresses: readonly string[]): string[] {
  const found = new Set<string>();
  for (const line of lines) {
    const number = /^\/account\/orders\/(\d+)$/.exec(line.path)?.[1];
    if (number && line.status === 200 && addresses.includes(line.address)) found.add(number);
  }
  return [...found].sort();
}
