import type { Severity } from '#kernel/outcome.ts';
import { excerptAt } from './excerpt.ts';
import { type FactList, openFacts } from './fact.ts';
import { type FileKind, kindOf } from './file-kind.ts';
import { readDatabase } from './database-facts.ts';
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
  readonly reasons: readonly string[];
  /** The text of the place, redacted. */
  readonly excerpt: string;
  readonly fix: string;
}

export interface FileJudgement {
  readonly kind: FileKind;
  readonly findings: readonly FileFinding[];
}

const HEAD = 40_000;

/** What a file is, judged by what it would do. Pure: the same bytes give the same findings, nothing of them is run. */
export function judgeFile(file: SeenFile): FileJudgement {
  const latin = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength).toString('latin1');
  const kind = kindOf(file.path, latin.slice(0, HEAD));
  const facts = openFacts();
  const text = readFacts(kind, file, latin, facts);
  readPath(file.path, facts);
  readHosts(facts);
  const matches = matchSignatures(facts.facts, fileSignatures());
  return { kind, findings: matches.map((match) => finding(file, text, match)) };
}

/** Reads by kind; gives back the text that places count in. */
function readFacts(kind: FileKind, file: SeenFile, latin: string, facts: FactList): string {
  switch (kind) {
    case 'php':
      return readPhpKind(file, latin, facts);
    case 'php-piece': {
      // A piece of PHP without its opening: the line before keeps the places.
      readPhpFile(`<?php ${latin}`, { facts: facts.facts, has: facts.has, add: (name, at, layer, detail) => facts.add(name, Math.max(0, at - 6), layer, detail) });
      return latin;
    }
    case 'script': {
      const text = decode(file.bytes);
      if (/<\?php[\s]/.test(text)) return readPhpKind(file, latin, facts);
      readScript(text, facts);
      if (/^\s*<(?:script|html|!--)/i.test(text)) readHtml(text, facts);
      return text;
    }
    case 'html': {
      const text = decode(file.bytes);
      if (/<\?(?:php\s|=)/.test(text)) return readPhpKind(file, latin, facts);
      readHtml(text, facts);
      return text;
    }
    case 'database': {
      const text = decode(file.bytes);
      readDatabase(text, facts);
      return text;
    }
    case 'server':
      readServerFile(latin, facts);
      return latin;
    case 'picture':
      readPicture(file.path, latin, facts);
      return latin;
    case 'other':
      return latin;
  }
}

function readPhpKind(file: SeenFile, latin: string, facts: FactList): string {
  if (/\.tpl$/i.test(file.path) && !/<\?(?:php|=)/i.test(latin)) readHtml(latin, facts);
  else readPhpFile(latin, facts);
  return latin;
}

function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

const ORDER = ['malicious', 'suspicious'];

function finding(file: SeenFile, text: string, { signature, facts }: Match): FileFinding {
  const words = factWords();
  const lead = facts.find((fact) => fact.at > 0) ?? facts[0];
  const at = lead?.at ?? 0;
  const reasons = [...new Set(facts.map((fact) => `${words[fact.name] ?? fact.name}${fact.detail === null ? '' : ` (${tidy(fact.detail)})`}`))];
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
  return ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || a.path.localeCompare(b.path) || a.line - b.line;
}
