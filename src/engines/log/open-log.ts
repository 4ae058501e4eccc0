import pino from 'pino';
import type { Log } from './types.ts';

/** Opens the log: JSON lines on stderr, or nothing at all when `level` is `silent`. */
export function openLog(level: 'info' | 'warn' | 'error' | 'silent'): Log {
  const out = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
  return {
    info: (message, facts = {}) => out.info(plain(facts), message),
    warn: (message, facts = {}) => out.warn(plain(facts), message),
    error: (message, facts = {}) => out.error(plain(facts), message),
  };
}

function plain(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, value instanceof Error ? value.message : value]));
}
