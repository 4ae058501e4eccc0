/**
 * Words that only stand in statements which write, run something else, wait, lock others out, or leave the transaction. Nearly all are reserved in
 * Transact-SQL: as the name of a column one must stand in brackets or quotation marks anyway.
 */
const REFUSED: ReadonlySet<string> = new Set(
  `ADD ALTER BACKUP BEGIN BREAK BULK CHECKPOINT CLOSE COMMIT CONTINUE CONVERSATION CREATE DBCC DEALLOCATE DECLARE DELETE DENY DISK DROP DUMP EXEC EXECUTE EXIT GO
  GOTO GRANT IF INSERT INTO KILL LOAD MERGE OPEN OPENDATASOURCE OPENQUERY OPENROWSET OPENXML PRINT PROC PROCEDURE RAISERROR READTEXT RECEIVE RECONFIGURE RESTORE
  RETURN REVERT REVOKE ROLLBACK SAVE SET SETUSER SHUTDOWN THROW TRAN TRANSACTION TRIGGER TRUNCATE UPDATE UPDATETEXT USE WAITFOR WHILE WRITETEXT HOLDLOCK TABLOCKX UPDLOCK XLOCK`.split(
    /\s+/,
  ),
);
/** Letters, digits and the few marks of a name, of any script. */
const WORD = /[\p{L}\p{N}\p{M}_@#$]+/uy;
const ENDS: Readonly<Record<string, string>> = { "'": "'", '"': '"', '[': ']' };

/**
 * Why a Transact-SQL text is not surely one statement that only reads; `null`: it is. Microsoft's server takes several statements in one text, without
 * anything between them, and knows no transaction that cannot write: so every word is looked at. Comments are refused, because where one ends is
 * read differently by different readers. Pure.
 */
export function faultOfTsql(text: string): string | null {
  // Where no verb stands first, a word is the name of a procedure.
  if (!/^[\s(]*(?:select|with)\b/i.test(text)) return 'the statement must begin with SELECT or WITH';
  for (let at = 0; at < text.length; ) {
    const letter = text[at] ?? '';
    const end = ENDS[letter];
    if (end !== undefined) {
      const after = afterQuoted(text, at + 1, end);
      if (after === null) return 'a text, name or bracket is not closed';
      at = after;
      continue;
    }
    const two = text.slice(at, at + 2);
    if (two === '--' || two === '/*') return 'write it without comments';
    if (letter === '{' || letter === '}') return 'write it without braces';
    if (letter === ';' && text.slice(at + 1).trim() !== '') return 'it must be one statement';
    WORD.lastIndex = at;
    const [word] = WORD.exec(text) ?? [];
    if (word !== undefined) {
      const fault = faultOfWord(word, text.slice(at + word.length));
      if (fault !== null) return fault;
    }
    at += word?.length ?? 1;
  }
  return null;
}

/** Behind the closing mark; a doubled one stands for itself. */
function afterQuoted(text: string, from: number, end: string): number | null {
  for (let at = text.indexOf(end, from); at >= 0; at = text.indexOf(end, at + 2)) if (text[at + 1] !== end) return at + 1;
  return null;
}

function faultOfWord(word: string, rest: string): string | null {
  const plain = word.normalize('NFKC').toUpperCase();
  if (REFUSED.has(plain)) return `the word ${plain} must not stand in it; as the name of a column write it in brackets`;
  if (plain === 'NEXT' && /^\s+value\b/i.test(rest)) return 'it must not take a number of a sequence';
  if (/^(?:XP_|SP_)/.test(plain)) return `${plain} must not be called`;
  return null;
}
