/** What a statement read, as far as its text tells. */
export interface SqlRead {
  /** Names of tables without their schema, lower case. */
  readonly tables: readonly string[];
  /** It asks for a table whole: no condition, no limit, no sum; or it is what a dump says. */
  readonly whole: boolean;
  /** The statement without values and comments, one line. */
  readonly bare: string;
}

const PIECE =
  /(?<gap>\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)|(?<string>[eEnN]?'(?:[^'\\]|\\[\s\S]|'')*'?)|(?<dollar>\$(?<tag>\w*)\$[\s\S]*?(?:\$\k<tag>\$|$))|(?<quoted>"(?:[^"]|"")*"?|`[^`]*`?)|(?<number>(?<![\w$])\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<sign>[\s\S])/gu;

const READS = /^[( ]*(?:select|with|copy|table|declare|insert|create|explain)\b/;
const NAMED = /\b(?:from|join|copy|table)\s+(?:only\s+|lateral\s+)?(?=[\w$"`])/g;
const NAME = /^(?:[\w$]+|"[^"]*"|`[^`]*`)(?:\s*\.\s*(?:[\w$]+|"[^"]*"|`[^`]*`))*/;
const ALIAS =
  /^\s+(?:as\s+)?(?!where\b|join\b|left\b|right\b|inner\b|cross\b|full\b|natural\b|order\b|group\b|limit\b|union\b|on\b|using\b|to\b)[\w$]+/;
const NARROWED = /\b(?:where|limit|fetch|top|having|group by|sum|count|min|max|avg|exists|distinct on)\b/;
const LONGEST = 65_536;

/**
 * Reads which tables a SELECT, COPY or TABLE statement asks, without understanding the rest: text between names is left alone, values are
 * cut out first. A text in double quotes is a name in PostgreSQL and a value in MySQL.
 */
export function readSql(sql: string, dialect: 'postgres' | 'mysql'): SqlRead {
  const head = sql.slice(0, LONGEST);
  const bare = strip(head, dialect);
  const lower = bare.toLowerCase();
  if (!READS.test(lower)) return { tables: [], whole: false, bare };
  const isCopyIn = /^[( ]*copy\b/.test(lower) && !/\bto\b/.test(lower);
  return isCopyIn ? { tables: [], whole: false, bare } : { tables: tablesIn(lower), whole: isWhole(lower, head), bare };
}

function isWhole(lower: string, sql: string): boolean {
  if (/^[( ]*(?:copy|table)\b/.test(lower) || /\binto (?:out|dump)file\b/.test(lower)) return true;
  // What mysqldump and mariadb-dump put in front of each table.
  if (/^\s*select\s+\/\*!40001 sql_no_cache \*\//i.test(sql)) return true;
  return /^[( ]*select\b/.test(lower) && !NARROWED.test(lower) && !/\bjoin\b/.test(lower);
}

function tablesIn(lower: string): string[] {
  const tables = new Set<string>();
  for (const found of lower.matchAll(NAMED)) {
    let rest = lower.slice(found.index + found[0].length);
    for (let nth = 0; nth < 50; nth++) {
      const name = NAME.exec(rest)?.[0];
      if (name === undefined) break;
      tables.add(lastPart(name));
      rest = rest.slice(name.length);
      rest = rest.slice(ALIAS.exec(rest)?.[0].length ?? 0);
      const comma = /^\s*,\s*/.exec(rest)?.[0];
      if (comma === undefined) break;
      rest = rest.slice(comma.length);
    }
  }
  return [...tables];
}

/** The table of a name with or without schema and quotes. */
export function lastPart(name: string): string {
  const parts = name.match(/[\w$]+|"[^"]*"|`[^`]*`/g) ?? [];
  return (parts.at(-1) ?? '').replace(/^["`]|["`]$/g, '').toLowerCase();
}

function strip(sql: string, dialect: 'postgres' | 'mysql'): string {
  let bare = '';
  for (const { groups = {}, 0: text } of sql.matchAll(PIECE)) {
    const isValue =
      groups.string !== undefined ||
      groups.number !== undefined ||
      groups.dollar !== undefined ||
      (groups.quoted !== undefined && dialect === 'mysql' && text.startsWith('"'));
    bare += groups.gap !== undefined ? ' ' : isValue ? '?' : text;
  }
  return bare.replace(/\s+/g, ' ').trim();
}
