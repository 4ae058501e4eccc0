import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import { readDatabase } from './database-facts.ts';
import { excerptAt } from './excerpt.ts';
import { type FactList, openFacts, shiftFacts } from './fact.ts';
import { type FileKind, kindOf } from './file-kind.ts';
import { readHosts } from './host-facts.ts';
import { readHtml } from './html/read-html.ts';
import { readScript } from './js/read-script.ts';
import { type Match, matchSignatures } from './match-signatures.ts';
import { readPath } from './path-facts.ts';
import { readPhpFile } from './php/php-facts.ts';
import { readPicture } from './picture-facts.ts';
import { readServerFile } from './server-facts.ts';
import { factWords, fileSignatures } from './signature.ts';

/** A file as it was read, or a window of a large one. `path` relative to the scanned folder, with strokes. */
export interface SeenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** How many lines stand before this window. */
  readonly linesBefore: number;
}

export interface FileFinding {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly rule: string;
  readonly outcome: 'malicious' | 'suspicious';
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly title: string;
  /** What was seen, in words. */
  readonly reasons: string[];
  /** The text of the place, redacted. */
  readonly excerpt: string;
  readonly fix: string;
}

export interface FileJudgement {
  readonly kind: FileKind;
  readonly findings: readonly FileFinding[];
  /** Why the file was not read to its end, or null: then nothing found does not mean that nothing is there. */
  readonly cut: string | null;
}

const HEAD = 40_000;

/** What a file is, judged by what it would do. Pure: the same bytes give the same findings, nothing of them is run. */
export function judgeFile(file: SeenFile): FileJudgement {
  const latin = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength).toString('latin1');
  const kind = kindOf(file.path, latin.slice(0, HEAD));
  const facts = openFacts();
  const { text, cut } = readFacts(kind, file, latin, facts);
  readPath(file.path, facts);
  readHosts(facts);
  const matches = matchSignatures(facts.facts, fileSignatures());
  return { kind, findings: matches.map((match) => finding(file, text, match)), cut };
}

/** The text that places count in, and why it was not read to its end. */
interface TextRead {
  readonly text: string;
  readonly cut: string | null;
}

function readFacts(kind: FileKind, file: SeenFile, latin: string, facts: FactList): TextRead {
  switch (kind) {
    case 'php':
      return readPhpText(file.path, latin, facts);
    case 'php-piece': {
      // A piece of PHP without its opening.
      const { cut } = readPhpText('', `<?php ${latin}`, shiftFacts(facts, -6));
      return { text: latin, cut };
    }
    case 'script':
    case 'html': {
      const text = decode(file.bytes);
      if (kind === 'html' ? /<\?(?:php\s|=)/.test(text) : /^\s*<\?php\s/.test(text)) return readPhpText('', latin, facts);
      const how = kind === 'script' ? readScript(text, facts) : 'parsed';
      if (kind === 'html' || /^\s*<(?:script|html|!--)/i.test(text)) readHtml(text, facts);
      return { text, cut: how === 'text' ? 'the script is broken or too large to be read as a script' : null };
    }
    case 'database': {
      const text = decode(file.bytes);
      readDatabase(text, facts);
      return { text, cut: null };
    }
    case 'server':
      readServerFile(latin, facts);
      return { text: latin, cut: null };
    case 'picture':
      readPicture(file.path, latin, facts);
      return { text: latin, cut: null };
    case 'other':
      return { text: latin, cut: null };
  }
}

function readPhpText(path: string, latin: string, facts: FactList): TextRead {
  if (/\.tpl$/i.test(path) && !/<\?(?:php|=)/i.test(latin)) {
    readHtml(latin, facts);
    return { text: latin, cut: null };
  }
  const { cut } = readPhpFile(latin, facts);
  return { text: latin, cut: cut ? 'it asks for more steps than are given to one file' : null };
}

function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

function finding(file: SeenFile, text: string, { signature, facts }: Match): FileFinding {
  const words = factWords();
  const lead = facts.find((fact) => fact.at > 0) ?? facts[0];
  const at = lead?.at ?? 0;
  const reasons = [
    ...new Set(facts.map((fact) => `${words[fact.name] ?? fact.name}${fact.detail === null ? '' : ` (${tidy(fact.detail)})`}`)),
  ];
  const layers = Math.max(0, ...facts.map((fact) => fact.layer));
  if (layers > 0) reasons.push(`It was packed ${layers === 1 ? 'once' : `${layers} times`}.`);
  return {
    path: file.path,
    line: file.linesBefore + lineOf(text, at),
    rule: signature.id,
    outcome: signature.outcome,
    severity: signature.severity,
    confidence: signature.confidence,
    title: signature.title,
    reasons,
    excerpt: excerptAt(text, at),
    fix: signature.fix,
  };
}

function tidy(detail: string): string {
  return excerptAt(detail, 0).slice(0, 80);
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < at; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

/** Gravest first, then by place. */
export function compareFindings(a: FileFinding, b: FileFinding): number {
  const outcome = Number(a.outcome === 'suspicious') - Number(b.outcome === 'suspicious');
  return outcome || compareSeverity(b.severity, a.severity) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line);
}
