import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openMarks } from './open-marks.ts';
import { writeBlocks } from './write-blocks.ts';

/** Rows of one caller as a block, on their way into one table. */
export interface GatheredBlock {
  readonly table: string;
  readonly columns: readonly string[];
  readonly bytes: readonly Uint8Array[];
  readonly rows: number;
  /** The same mark is stored once; `undefined` always. */
  readonly mark: string | undefined;
}

interface Waiting extends GatheredBlock {
  resolve(): void;
  reject(reason: unknown): void;
}

/** One insert of several blocks: a file of them, and beside it what is needed to repeat it. */
interface Batch {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly marks: readonly string[];
}
const batchShape = z.object({ name: z.string(), table: z.string(), columns: z.array(z.string()), marks: z.array(z.string()) });

interface Parts {
  /** A folder of its own. */
  readonly folder: string;
  readonly command: (sql: string) => Promise<unknown>;
  readonly query: <Row>(sql: string) => Promise<Row[]>;
  /** Stores the blocks of a file under a name; a second time it stores nothing. */
  readonly loadFile: (table: string, columns: readonly string[], path: string, name: string) => Promise<void>;
}

/** The first one waits for others as long as they keep coming, looked at so often, and until so many rows are there. */
const PAUSE_MS = 60;
const MOST_PAUSES = 8;
const ENOUGH_ROWS = 40_000;

export interface Gatherer {
  /** Finishes what a killed process had begun. */
  recover(): Promise<void>;
  /** Resolves when the block is durable. */
  insert(block: GatheredBlock): Promise<void>;
}

/**
 * Blocks that come at the same time go into a table by one insert: each one costs the engine as much as some ten thousand rows. A batch is
 * written down with the marks of its deliveries before it is stored under its own name, and forgotten when the marks are: whenever the process
 * dies, the same batch is stored again under the same name, once. So a delivery that is sent again is known, whoever it was stored with.
 */
export async function openGatherer({ folder, command, query, loadFile }: Parts): Promise<Gatherer> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const marks = openMarks(command, query);
  const waiting = new Map<string, Waiting[]>();
  const unfinished = new Map<string, Batch>();
  const fileOf = (name: string, kind: 'native' | 'json' | 'part') => join(folder, `${name}.${kind}`);
  const forget = async (name: string): Promise<void> => {
    for (const kind of ['native', 'part', 'json'] as const) await rm(fileOf(name, kind), { force: true });
  };
  const finish = async (batch: Batch): Promise<void> => {
    await loadFile(batch.table, batch.columns, fileOf(batch.name, 'native'), batch.name);
    await marks.keep(batch.marks);
    await forget(batch.name);
  };
  /** What failed is tried once more before anything else; what fails again was never acknowledged, and holds nobody up. */
  const finishFirst = async (table: string): Promise<void> => {
    const left = unfinished.get(table);
    if (left === undefined) return;
    unfinished.delete(table);
    await finish(left).catch(() => forget(left.name));
  };
  const store = async (table: string, blocks: readonly Waiting[]): Promise<void> => {
    await finishFirst(table);
    const fresh = marks.unknown(blocks);
    if (fresh.length === 0) return;
    const batch = batchOf(table, fresh);
    await writeFile(fileOf(batch.name, 'json'), JSON.stringify(batch), { mode: 0o600 });
    await writeBlocks(
      fileOf(batch.name, 'part'),
      fresh.flatMap((block) => block.bytes),
    );
    await rename(fileOf(batch.name, 'part'), fileOf(batch.name, 'native'));
    unfinished.set(table, batch);
    await finish(batch);
    unfinished.delete(table);
  };
  const run = async (table: string): Promise<void> => {
    for (let queue = waiting.get(table) ?? []; queue.length > 0; queue = waiting.get(table) ?? []) {
      await gather(queue);
      const taken = takeEnough(queue);
      try {
        await store(table, taken);
        for (const block of taken) block.resolve();
      } catch (thrown) {
        for (const block of taken) block.reject(thrown);
      }
    }
    waiting.delete(table);
  };
  return {
    async recover() {
      await marks.read();
      const names = await readdir(folder);
      for (const name of names.filter((one) => one.endsWith('.native')).map((one) => one.slice(0, -'.native'.length))) {
        // What cannot be stored must not keep a Shopbell from starting; it was never acknowledged, so it will be sent again.
        await readFile(fileOf(name, 'json'), 'utf8')
          .then((text) => finish(batchShape.parse(JSON.parse(text))))
          .catch(() => undefined);
      }
      // The rest was not begun, so nobody was told that it is stored.
      for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
    },
    insert: (block) =>
      new Promise((resolve, reject) => {
        const own = { ...block, resolve, reject };
        const queue = waiting.get(block.table);
        if (queue !== undefined) queue.push(own);
        else {
          waiting.set(block.table, [own]);
          void run(block.table);
        }
      }),
  };
}

function isEnough(queue: readonly Waiting[]): boolean {
  return queue.reduce((sum, block) => sum + block.rows, 0) >= ENOUGH_ROWS;
}

async function gather(queue: readonly Waiting[]): Promise<void> {
  for (let nth = 0, before = 0; nth < MOST_PAUSES && before < queue.length && !isEnough(queue); nth++) {
    before = queue.length;
    await wait(PAUSE_MS);
  }
}

function takeEnough(queue: Waiting[]): Waiting[] {
  let rows = 0;
  const end = queue.findIndex((block) => {
    rows += block.rows;
    return rows >= ENOUGH_ROWS;
  });
  return queue.splice(0, end < 0 ? queue.length : end + 1);
}

function batchOf(table: string, blocks: readonly GatheredBlock[]): Batch {
  return {
    name: randomUUID(),
    table,
    columns: [...new Set(blocks.flatMap((block) => block.columns))],
    marks: blocks.flatMap(({ mark }) => mark ?? []),
  };
}
