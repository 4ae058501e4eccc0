import { createHash } from 'node:crypto';
import { codeOf } from '../../checks/payment/code-of.ts';
import { shapeOf } from '../../checks/payment/shape-of.ts';
import { signsOf } from '../../checks/payment/signs-of.ts';
import type { Script } from '../../inspection.ts';
import type { Talk } from './attach-children.ts';

/** What a source is, wherever it runs. */
interface Reading extends Pick<Script, 'shape' | 'signs' | 'code'> {
  readonly source: string;
  /** SHA-256, hex. */
  readonly hash: string;
}

/** Reads sources. The pages on the way and both looks run much the same: each content is fetched, kept and read once. */
export interface ScriptReader {
  /** `hash`: as the browser tells it. `null` when its page is gone already. */
  read(talk: Talk, scriptId: string, hash: string): Promise<Reading | null>;
}

/** Opens a reader for the looks at one page. */
export function openScriptReader(): ScriptReader {
  const readings = new Map<string, Promise<Reading | null>>();
  return {
    read: async (talk, scriptId, hash) => {
      const known = hash === '' ? null : await readings.get(hash);
      if (known) return known;
      const reading = talk.send('Debugger.getScriptSource', { scriptId }).then(
        ({ scriptSource }) => readingOf(scriptSource),
        () => null,
      );
      readings.set(hash, reading);
      return reading;
    },
  };
}

function readingOf(source: string): Reading {
  return { source, hash: sha256(source), shape: sha256(shapeOf(source)), signs: signsOf(source), code: codeOf(source) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
