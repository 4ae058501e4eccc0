import type { House } from '#engines/house.ts';
import type { CertificateFiles } from '#engines/syslog/read-certificate.ts';
import { receiveSyslog, type SyslogLimits, type SyslogRefusals } from '#engines/syslog/receive-syslog.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { makeDiskCheck } from '../make-disk-check.ts';
import { openGate } from './open-gate.ts';
import { type Desk, openSession } from './open-session.ts';
import { openStream, type SourceStream } from './open-stream.ts';
import { openRefusalBook } from './refusal-book.ts';
import { openSenders, type SyslogSource } from './senders.ts';

export interface SyslogOptions {
  readonly host: string;
  readonly port: number;
  /** `null`: plain TCP. */
  readonly certificate: CertificateFiles | null;
  /** Disk on which telemetry is stored here; `null` when telemetry is elsewhere. */
  readonly dataFolder: string | null;
  readonly limits?: Partial<SyslogLimits>;
}

export interface RunningSyslog {
  readonly port: number;
  refusals(): SyslogRefusals;
  /** Bytes that wait to be stored. */
  readonly held: number;
  /** Stores everything that was received, then ends. */
  stop(): Promise<void>;
}

interface Open {
  readonly opening: Promise<SourceStream>;
  /** Ticks of its last use. */
  readonly used: number;
}

const IDLE_MS = 10 * MINUTE;
/** At the end an engine that is away is waited for so long. */
const PATIENCE_MS = 15 * SECOND;

/** Takes syslog for the sources of every organisation. Rejects when the address is taken or the certificate cannot be used. */
export async function startSyslog(house: House, options: SyslogOptions): Promise<RunningSyslog> {
  const giveUp = new AbortController();
  const gate = openGate();
  const streams = new Map<string, Open>();
  const ctx = { house, gate, checkDisk: makeDiskCheck(house, options.dataFolder), givingUp: giveUp.signal };
  const book = openRefusalBook(house);
  const desk: Desk = {
    turnedAway: (refusal) => book.note(refusal),
    senders: openSenders(house),
    ask: (question) => askUntilAnswered(house, giveUp.signal, question),
    warn: (message, facts) => house.log.warn(message, facts),
    streamOf(source) {
      const key = keyOf(source);
      const used = house.clock.ticks();
      const { opening } = streams.get(key) ?? { opening: openStream(ctx, source) };
      streams.set(key, { opening, used });
      opening.catch(() => streams.delete(key));
      return opening;
    },
  };
  const receiver = await receiveSyslog({
    ...{ host: options.host, port: options.port, certificate: options.certificate, log: house.log },
    ...(options.limits ? { limits: options.limits } : {}),
    onTurnedAway: (peer, reason) => book.note({ ...peer, reason, org: null, source: '' }),
    open: (peer) => {
      forgetIdle(house, streams);
      return openSession(desk, peer);
    },
  });
  return {
    port: receiver.port,
    refusals: receiver.refusals,
    get held() {
      return gate.held;
    },
    async stop() {
      const stopped = new AbortController();
      const patience = house.clock.sleep(PATIENCE_MS, stopped.signal).then(() => giveUp.abort());
      await receiver.close();
      for (const { opening } of streams.values()) await (await opening).drained();
      await book.close();
      stopped.abort();
      await patience;
    },
  };
}

/** A shop whose platform was changed is read by its new map, and a source in its new time zone. */
function keyOf({ org, source, shop, platform, zone }: SyslogSource): string {
  return [org, source, shop, platform, zone].join(' ');
}

/** A source that was silent for long is opened anew when it speaks again. */
async function forgetIdle(house: House, streams: Map<string, Open>): Promise<void> {
  for (const [key, { opening }] of [...streams]) {
    const stream = await opening.catch(() => null);
    const used = streams.get(key)?.used ?? 0;
    if (stream?.isIdle && house.clock.ticks() - used > IDLE_MS) streams.delete(key);
  }
}

async function askUntilAnswered<T>(house: House, signal: AbortSignal, question: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await question();
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.code !== 'STATE_DOWN' || signal.aborted) throw thrown;
      await house.clock.sleep(SECOND, signal);
    }
  }
}
