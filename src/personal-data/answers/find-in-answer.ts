import { sightedValue } from '#kernel/hashed.ts';
import { findPersonalData } from '../find-personal-data.ts';
import type { Found } from '../kinds.ts';
import { isNobodys, registeredDomain, splitMail } from './is-nobodys.ts';
import { messagePieces, type Piece, takeApart } from './take-apart.ts';

/** What a shop answered to one of our own requests. */
export interface SeenAnswer {
  readonly url: string;
  readonly method: string;
  /** As `content-type` says. */
  readonly type: string;
  readonly body: string;
  /** Whether the request carried a key or a sign-in: a program with a key is given people's data by right, a test's customer is not. */
  readonly isAuthorised: boolean;
}

/** What is known to be the shop's or the test's own. */
export interface OwnValues {
  /** Hosts and mail domains of the shop. */
  readonly domains: ReadonlySet<string>;
  /** What was sent, or declared for tests: in lower case, without blanks. */
  has(plain: string): boolean;
  /** Whether it is known which person the asker is: then anybody else in a person's place is somebody else. */
  readonly isSomebody: boolean;
}

/** What stood there; `value` is in the clear, only to be hashed. */
export interface Shown {
  readonly kind: string;
  readonly field: string;
  readonly value: string;
  /** 3: one such value suffices; 2: several different ones do; 1: it is the shop's own, said where shops say who they are. */
  readonly confidence: 1 | 2 | 3;
}

/** A chunk is small enough that the finder looks at all of it, and overlaps the one before, so that no value is cut in two. */
const CHUNK = 50_000;
const OVERLAP = 120;
const MOST_SHOWN = 500;

/** What no answer holds, whoever asks. */
const NEVER_BY_RIGHT: ReadonlySet<string> = new Set(['card', 'private-key', 'token', 'password']);
const ABOUT =
  /(?:contact|kontakt|imprint|impressum|about|o-nas|ueber-uns|über-uns|team|regulamin|terms|agb|conditions|privacy|datenschutz|polityka|legal|rechtliches|stores?(?:-locator|finder)?|salony|sklepy|filial|dealers?|zwrot|return|widerruf|tokusho|tokutei|company|kaisha|security\.txt|humans\.txt|特定商|会社|お問い合わせ|店舗)/i;
const PERSON =
  /(?:^|[._[\]])\w{0,20}(?:customer|client|buyer|billing|shipping|recipient|user|account|member|subscriber|order|guest|address|klient|kunde|besteller|odbiorca)\w{0,20}(?:[.[\]]|$)/i;
const BUSINESS =
  /(?:shop|store|merchant|seller|vendor|support|contact|company|organi[sz]ation|brand|publisher|sender|manufacturer|provider)/i;
const IN_PERSONS_PAGE = /(?:account|konto|customer|order|zamowien|bestell|profil|checkout|kasse|kasa|cart)/i;

/** Finds other people's data and secrets in what a shop answered: never the shop's own contact, a test's person, or an example. Pure. */
export function findInAnswer(answer: SeenAnswer, own: OwnValues): readonly Shown[] {
  const path = pathOf(answer.url);
  const where = {
    isAbout: ABOUT.test(path),
    isPersonal: IN_PERSONS_PAGE.test(path),
    isByRight: answer.isAuthorised && !own.isSomebody,
  };
  return findInPieces(takeApart(answer.type, answer.body), own, where);
}

/** The same in a message of a queue. `root` names the column it was read from. Pure. */
export function findInMessage(text: string, root: string, own: OwnValues): readonly Shown[] {
  return findInPieces(messagePieces(text, root), own, { isAbout: false, isPersonal: false, isByRight: false });
}

function findInPieces(pieces: readonly Piece[], own: OwnValues, where: Where): readonly Shown[] {
  const shown: Shown[] = [];
  for (const piece of pieces) {
    if (shown.length >= MOST_SHOWN) break;
    for (const [kind, value, found] of valuesOf(piece)) {
      if (where.isByRight && !NEVER_BY_RIGHT.has(kind)) continue;
      const weighed = weigh(piece, kind, value, found, own, where);
      if (weighed !== null) shown.push({ kind, field: weighed === 1 ? 'own' : piece.field, value, confidence: weighed });
    }
  }
  return shown;
}

function* valuesOf({ name, text, kind: pieceKind }: Piece): Generator<[string, string, Found]> {
  const lead = name === '' ? '' : `${name}=`;
  for (let at = 0; at < text.length; at += CHUNK - OVERLAP) {
    const part = lead + text.slice(at, at + CHUNK);
    const isFirst = at === 0;
    for (const found of findPersonalData(part)) {
      if (found.from < lead.length || (!isFirst && found.to <= lead.length + OVERLAP)) continue;
      if (pieceKind === 'code' && !isSecretOfCode(part, found)) continue;
      yield [found.kind, part.slice(found.from, found.to), found];
    }
    if (at + CHUNK >= text.length) return;
  }
}

/** In code that everybody gets only keys and passwords that are marked as such are worth telling: it is full of examples of the rest. */
function isSecretOfCode(part: string, { kind, from, confidence }: Found): boolean {
  if (kind === 'private-key' || kind === 'token') return true;
  return kind === 'password' && confidence === 3 && /:\/\/[^\s/@]{0,64}:$/.test(part.slice(Math.max(0, from - 80), from));
}

interface Where {
  readonly isAbout: boolean;
  readonly isPersonal: boolean;
  readonly isByRight: boolean;
}

/** How much one value says; `null`: nothing. */
function weigh(piece: Piece, kind: string, value: string, found: Found, own: OwnValues, where: Where): Shown['confidence'] | null {
  if (isNobodys(kind, value) || own.has(sightedValue(kind, value).text)) return null;
  if (kind === 'private-key') return 3;
  if (kind === 'token') return isVendorsSecret(value) ? 3 : null;
  if (kind === 'password') return piece.kind === 'page' || piece.kind === 'input' ? null : found.confidence;
  if (kind === 'card') return found.confidence === 3 ? 3 : piece.kind === 'data' ? 2 : null;
  const isContact = kind === 'email' || kind === 'phone' || kind === 'iban' || kind === 'nip';
  if (!isContact) return found.confidence === 3 || piece.kind === 'input' ? 3 : piece.kind === 'data' ? 2 : null;
  if (kind === 'email' && own.domains.has(registeredDomain(splitMail(value)[1]))) return null;
  if (piece.field === 'about' || (where.isAbout && piece.kind === 'page')) return 1;
  if (piece.kind === 'data' && BUSINESS.test(piece.field) && !/customer|client/i.test(piece.field)) return null;
  if (kind === 'nip') return 2;
  const isPersons = piece.kind === 'input' ? where.isPersonal || own.isSomebody : piece.kind === 'data' && PERSON.test(piece.field);
  if (kind === 'iban') return isPersons ? 3 : 2;
  return isPersons && own.isSomebody ? 3 : 2;
}

/** What vendors mark as secret. A session's own token, a key for browsers and what a form carries are no find. */
function isVendorsSecret(value: string): boolean {
  return (
    !/^(?:eyJ|AIza|[Bb]earer|[Bb]asic)/.test(value) &&
    /^(?:[sr]k_live_|whsec_|gh[pousr]_|github_pat_|glpat-|xox|SG\.|shp[acps]|ya29|AKIA|ASIA)/.test(value)
  );
}

function pathOf(url: string): string {
  const path = URL.parse(url)?.pathname ?? url;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
