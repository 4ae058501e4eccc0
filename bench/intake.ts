import { clearLogLine, emptyLogLine } from '#intake/formats/log-line.ts';
import { makeCombinedScanner } from '#intake/formats/scan-combined.ts';
import { loadDataMap, localKeys, makeRequestReader } from '#intake/index.ts';
import { splitLines } from '#intake/lines/split-lines.ts';
import type { BenchRow } from './bench-row.ts';

const LINES = 300_000;
const CHUNK = 65_536;

/** A shop's day in small: assets, pages, searches, orders, with agents and referrers that repeat as real ones do. */
function makeLog(lines: number): Buffer {
  let state = 1;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % below;
  };
  const two = (value: number): string => String(value).padStart(2, '0');
  const text: string[] = [];
  for (let nth = 0; nth < lines; nth++) {
    const kind = pick(10);
    const paths = [
      `/assets/app.${pick(50)}.js`,
      `/product/${pick(2_000)}?from=home`,
      `/account/orders/${10_000 + pick(50_000)}`,
      `/search?q=shoe+${pick(3_000)}`,
    ];
    const path = paths[kind < 3 ? 0 : kind < 6 ? 1 : kind < 8 ? 2 : 3];
    const at = `22/Nov/2026:${two(Math.floor(nth / 30_000) % 24)}:${two(Math.floor(nth / 500) % 60)}:${two(Math.floor(nth / 9) % 60)} +0000`;
    const agent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + pick(200)}.0.0.0 Safari/537.36`;
    text.push(
      `${pick(200)}.${pick(255)}.3.4 - - [${at}] "GET ${path} HTTP/1.1" 200 ${pick(50_000)} "https://shop.example/product/${pick(2_000)}" "${agent}"`,
    );
  }
  return Buffer.from(`${text.join('\n')}\n`);
}

async function linesPerCpuSecond(log: Buffer): Promise<number> {
  const reader = makeRequestReader({
    shop: 'shop_bench',
    source: 'src_bench',
    map: await loadDataMap('practice'),
    keys: localKeys(new Uint8Array(32).fill(7)),
    now: () => new Date(),
  });
  const begun = process.cpuUsage();
  let rows = 0;
  for (let from = 0; from < log.length; from += CHUNK) {
    reader.push(log.subarray(from, from + CHUNK));
    if (reader.waiting > 8_192) rows += reader.take().requests.length;
  }
  reader.end();
  rows += reader.take().requests.length;
  const { user, system } = process.cpuUsage(begun);
  return rows / ((user + system) / 1e6);
}

function parsedPerCpuSecond(log: Buffer): number {
  const scan = makeCombinedScanner();
  const into = emptyLogLine();
  let lines = 0;
  const splitter = splitLines({
    line(text) {
      clearLogLine(into);
      if (scan(text, into) === '') lines++;
    },
    tooLong: () => undefined,
  });
  const begun = process.cpuUsage();
  for (let from = 0; from < log.length; from += CHUNK) splitter.push(log.subarray(from, from + CHUNK));
  const { user, system } = process.cpuUsage(begun);
  return lines / ((user + system) / 1e6);
}

/** What plain JavaScript costs that only cuts the text into lines and fields with one regular expression. */
function baselineLinesPerCpuSecond(log: Buffer): number {
  const shape = /^(\S+) (\S+) (\S+) \[([^\]]+)\] "([^"]*)" (\d+) (\d+|-) "([^"]*)" "([^"]*)"/;
  const begun = process.cpuUsage();
  let rows = 0;
  for (const line of log.toString('utf8').split('\n')) if (shape.test(line)) rows++;
  const { user, system } = process.cpuUsage(begun);
  return rows / ((user + system) / 1e6);
}

/** Lines per CPU-second of intake (scanner, data map, redaction, sealing), beside one regular expression a line. */
export async function benchIntake(): Promise<readonly BenchRow[]> {
  const log = makeLog(LINES);
  await linesPerCpuSecond(log.subarray(0, log.length / 10));
  const small = await linesPerCpuSecond(log);
  const large = await linesPerCpuSecond(Buffer.concat(Array.from({ length: 10 }, () => log)));
  const against = { what: 'one regular expression a line, nothing else', value: baselineLinesPerCpuSecond(log) };
  return [
    { what: 'intake: lines cut and parsed', value: parsedPerCpuSecond(log), unit: 'lines per CPU-second', against },
    {
      what: 'intake: parse, data map, redaction, sealing, turned into columns',
      value: large,
      unit: 'lines per CPU-second',
      against,
      tenfold: (10 * small) / large,
    },
  ];
}
