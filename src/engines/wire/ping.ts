import { execFile } from 'node:child_process';
import { isIPv6 } from 'node:net';
import { platform } from 'node:os';
import { ShopbellError } from '#kernel/errors.ts';

/** One echo request by the machine's own `ping`, which may open the raw socket that a program like this may not. Returns ms. */
export function ping(command: string, address: string, timeoutMs: number): Promise<number> {
  const family = isIPv6(address) ? '-6' : '-4';
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1_000)));
  const args = platform() === 'darwin' ? ['-n', '-c', '1', '-t', seconds, address] : ['-n', '-c', '1', family, '-W', seconds, address];
  return new Promise((resolve, reject) => {
    // Only the words of the C locale can be read.
    const options = { timeout: timeoutMs + 500, env: { ...pathOnly(), LC_ALL: 'C' } };
    execFile(command, args, options, (error, stdout, stderr) => {
      const ms = /time[=<]([\d.]+) ?ms/.exec(stdout)?.[1];
      if (ms !== undefined) return resolve(Number(ms));
      if (error && 'code' in error && error.code === 'ENOENT') return reject(new ShopbellError('WIRE_NOT_HERE', { what: 'ping' }));
      if (/not permitted|permission denied/i.test(stderr)) return reject(new ShopbellError('WIRE_NOT_HERE', { what: 'ping' }));
      if (/unreachable/i.test(stdout + stderr)) return reject(new Error('no route to the host'));
      return reject(new Error('no echo came back'));
    });
  });
}

function pathOnly(): { readonly PATH?: string } {
  const { PATH } = process.env;
  return PATH === undefined ? {} : { PATH };
}
