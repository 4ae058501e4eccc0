import { type FactList, shiftFacts } from './fact.ts';
import { endingOf, isPicture } from './file-kind.ts';
import { readScript } from './js/read-script.ts';
import { readPhpFile } from './php/php-facts.ts';

const OPEN = /<\?php[\s/(@$]|<\?=|<script\s+language\s*=\s*["']?php/gi;
/** The end of an archive's first part: what stands behind it are programs. */
const PHAR = /__HALT_COMPILER\s{0,8}\(\s{0,8}\)\s{0,8};/i;
const MOST = 400_000;

function readable(text: string): number {
  let good = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 32 && code < 127) || code === 9 || code === 10 || code === 13) good++;
  }
  return text.length === 0 ? 0 : good / text.length;
}

/** Pictures, fonts and documents: PHP or scripts behind them, and pictures that are none. `text` in latin1. */
export function readPicture(path: string, text: string, facts: FactList): void {
  const ending = endingOf(path);
  const archive = PHAR.exec(text);
  if (archive !== null) facts.add('picture:phar', archive.index);
  if (readCode(text, facts)) return;
  if (isPicture(ending, text.slice(0, 400)) !== false || text.length < 60) return;
  const head = text.slice(0, 20_000);
  if (readable(head) < 0.97) return;
  facts.add('picture:not-picture', 0);
  const lines = head.trim().split(/\r?\n/).slice(0, 40);
  if (lines.every((line) => /^[A-Za-z0-9+/=|:;,{}"_.-]{40,}$/.test(line.trim())) || /^[aO]:\d+:\{/.test(head)) facts.add('picture:data', 0);
  if (/\bfunction\b|\bvar\s|document\.|window\./.test(head)) {
    facts.add('picture:script', 0);
    readScript(text.slice(0, 2_000_000), facts);
  }
}

function readCode(text: string, facts: FactList): boolean {
  OPEN.lastIndex = 0;
  let left = 20;
  for (let match = OPEN.exec(text); match !== null && left-- > 0; match = OPEN.exec(text)) {
    const after = text.slice(match.index, match.index + 200);
    // By chance these signs stand in any large picture; code does not.
    if (readable(after) < 0.9 || !/[$(;]/.test(after.slice(5))) continue;
    facts.add('picture:php', match.index);
    readPhpFile(text.slice(match.index, match.index + MOST), shiftFacts(facts, match.index));
    return true;
  }
  return false;
}
