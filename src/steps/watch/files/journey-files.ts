import { dirname, join } from 'node:path/posix';
import type { CheckFile } from './check-file.ts';

const JOURNEY = /\.(?:spec|test)\.[mc]?[jt]s$/i;

/** Playwright files that stand beside files of checks. */
export interface JourneyFiles {
  /** The target with the text of the file that it names, or why there is none. */
  fill(target: Readonly<Record<string, unknown>>, beside: string): Readonly<Record<string, unknown>> | string;
}

export function isJourneyFile(path: string): boolean {
  return JOURNEY.test(path);
}

/** Looks journeys up by their paths, as they stand relative to the file of checks. Pure. */
export function journeyFiles(files: readonly CheckFile[]): JourneyFiles {
  const texts = new Map(files.filter(({ path }) => isJourneyFile(path)).map(({ path, text }) => [join(path), text]));
  return {
    fill: (target, beside) => {
      const { file } = target;
      if (target.kind !== 'journey' || typeof file !== 'string' || !JOURNEY.test(file) || /\n/.test(file)) return target;
      const path = join(dirname(beside), file);
      const text = texts.get(path);
      return text === undefined ? `file: ${path} is not among the files; apply the folder that holds it` : { ...target, file: text };
    },
  };
}
