/** What PHP's text is made of. Comments and white space are left out. */
type TokenKind = 'html' | 'variable' | 'name' | 'string' | 'template' | 'shell' | 'number' | 'op';

/** `text`: a variable's name without its dollar, a string's value with escapes resolved, else as written. `at`: offset in the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
  /** Of a template or a shell command: its texts, and between them what is put in. */
  /** Written with escapes that it does not need. */
  readonly escaped?: true;
  readonly parts?: readonly (string | readonly Token[])[];
}

/** What the reading of tokens noticed by the way. */
export interface TokenTally {
  /** Letters, digits and signs that were written as escapes although they need none. */
  escaped: number;
  /** Characters within strings. */
  inStrings: number;
  /** Characters within comments. */
  inComments: number;
  /** Characters of PHP, without HTML. */
  code: number;
}
