import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openWitness } from './ask-witness.ts';

let server: Server | null = null;
afterEach(() => server?.close());

async function listen(port = 0): Promise<number> {
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A clock that is moved by hand, so that what is fresh becomes old. */
function openOne(port: number | null) {
  let ahead = 0;
  const clock = { ...systemClock, ticks: () => systemClock.ticks() + ahead };
  const witness = openWitness({ http: openHttpClient(), clock }, port === null ? [] : [{ host: '127.0.0.1', port }]);
  return {
    ...witness,
    wait: (ms: number) => {
      ahead += ms;
    },
  };
}

describe('is it us?', () => {
  it('without a witness failures are believed', async () => {
    expect(await openOne(null).ask('shop')).toBe('none');
  });

  it('another destination that answered a moment ago shows that our connection works', async () => {
    const witness = openOne(1);
    witness.answered('shop');
    witness.answered('gateway');
    expect(await witness.ask('shop')).toBe('reachable');
    witness.wait(5_000);
    // Long ago, and the witness was never reached: a network without a way out, where things were reached before.
    expect(await witness.ask('shop')).toBe('none');
  });

  it('nothing was ever reached: it may well be us', async () => {
    expect(await openOne(1).ask('shop')).toBe('unreachable');
  });

  it('a witness that could be reached and no longer can says that it is us', async () => {
    const port = await listen();
    const witness = openOne(port);
    witness.keepFresh();
    expect(await witness.ask('shop')).toBe('reachable');
    witness.answered('shop');
    await new Promise((resolve) => server?.close(resolve));
    witness.wait(5_000);
    expect(await witness.ask('shop')).toBe('unreachable');
    await listen(port);
    witness.wait(5_000);
    expect(await witness.ask('shop')).toBe('reachable');
  });
});
