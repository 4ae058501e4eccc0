import type { Socket } from 'node:net';

interface StoredMail {
  readonly uid: number;
  readonly raw: string;
  readonly flags: Set<string>;
}

interface Folder {
  next: number;
  mails: StoredMail[];
}

export interface ImapWorld {
  readonly user: string;
  readonly password: string;
  readonly hasUidPlus: boolean;
  readonly spam: string | null;
  readonly folders: Map<string, Folder>;
  readonly commands: string[];
}

interface Talk {
  readonly world: ImapWorld;
  readonly say: (text: string) => void;
  signedIn: boolean;
  folder: Folder | null;
}

/** One connection: reads commands (with literals), answers each (RFC 3501, UIDPLUS of RFC 4315, special folders of RFC 6154). */
export function makeTalk(world: ImapWorld, mustSecure: boolean, secure: () => Socket): (socket: Socket) => void {
  const begin = (socket: Socket, isPlain: boolean, greeting: string): void => {
    const say = (text: string) => socket.write(`${text}\r\n`);
    const talk: Talk = { world, say, signedIn: false, folder: null };
    let waiting = '';
    if (greeting !== '') say(greeting);
    socket.on('data', (part: Buffer) => {
      waiting += part.toString('latin1');
      for (let command = cut(waiting, say); command !== null; command = cut(waiting, say)) {
        waiting = waiting.slice(command.length);
        const [, tag = '*', name = '', rest = ''] = /^(\S+) (\S+) ?([\s\S]*)\r\n$/.exec(command) ?? [];
        world.commands.push(name.toUpperCase() === 'UID' ? `UID ${rest.split(' ', 1)[0]?.toUpperCase()}` : name.toUpperCase());
        if (name.toUpperCase() === 'STARTTLS') {
          say(`${tag} OK begin`);
          socket.removeAllListeners('data');
          begin(secure(), false, '');
          return;
        }
        if (isPlain && /^LOGIN$/i.test(name)) say(`${tag} NO [PRIVACYREQUIRED] not in clear`);
        else say(`${tag} ${answer(talk, name.toUpperCase(), rest, isPlain)}`);
        if (name.toUpperCase() === 'LOGOUT') socket.end();
      }
    });
  };
  return (socket) => begin(socket, mustSecure, '* OK ready');
}

/** One whole command, its literals included; asks for a literal that is still to come. */
function cut(text: string, say: (text: string) => void): string | null {
  let end = text.indexOf('\r\n');
  for (;;) {
    if (end < 0) return null;
    const literal = /\{(\d+)(\+?)\}$/.exec(text.slice(0, end));
    if (literal === null) return text.slice(0, end + 2);
    const from = end + 2 + Number(literal[1]);
    if (text.length < from) {
      if (literal[2] === '' && text.length === end + 2) say('+ go on');
      return null;
    }
    end = text.indexOf('\r\n', from);
  }
}

const capabilities = ({ hasUidPlus }: ImapWorld, isPlain: boolean) =>
  `IMAP4rev1 SPECIAL-USE${hasUidPlus ? ' UIDPLUS' : ''}${isPlain ? ' STARTTLS LOGINDISABLED' : ''}`;

/** Says what is untagged; returns the rest of the tagged line. */
function answer(talk: Talk, name: string, rest: string, isPlain: boolean): string {
  const { say, world } = talk;
  if (name === 'LOGIN') return signIn(talk, rest);
  if (name === 'CAPABILITY') say(`* CAPABILITY ${capabilities(world, isPlain)}`);
  else if (name === 'LOGOUT') say('* BYE until then');
  else if (!talk.signedIn) return 'NO sign in first';
  else if (name === 'SELECT' || name === 'EXAMINE') return select(talk, rest);
  else if (name === 'UID') return byUid(talk, rest);
  else if (name === 'LIST') list(world, say, rest);
  else if (name === 'EXPUNGE') expunge(talk, () => true);
  else if (name !== 'NOOP') return `BAD what is ${name}`;
  return 'OK done';
}

function signIn(talk: Talk, rest: string): string {
  const [user, password] = wordsOf(rest);
  talk.signedIn = user === talk.world.user && password === talk.world.password;
  return talk.signedIn ? 'OK welcome' : 'NO [AUTHENTICATIONFAILED] wrong user or password';
}

/** An empty name asks for the separator only. */
function list({ folders, spam }: ImapWorld, say: Talk['say'], rest: string): void {
  const [, wanted = ''] = wordsOf(rest);
  if (wanted === '') say('* LIST (\\Noselect) "/" ""');
  for (const name of folders.keys())
    if (wanted === '*' || wanted === name) say(`* LIST (\\HasNoChildren${name === spam ? ' \\Junk' : ''}) "/" "${name}"`);
}

function select(talk: Talk, rest: string): string {
  const folder = talk.world.folders.get(wordsOf(rest)[0] ?? '');
  talk.folder = folder ?? null;
  if (!folder) return 'NO [NONEXISTENT] there is no such folder';
  talk.say('* FLAGS (\\Seen \\Deleted)');
  talk.say(`* ${folder.mails.length} EXISTS`);
  talk.say('* OK [UIDVALIDITY 1] valid');
  talk.say(`* OK [UIDNEXT ${folder.next}] next`);
  return 'OK [READ-WRITE] selected';
}

function byUid(talk: Talk, rest: string): string {
  const { folder, say } = talk;
  if (folder === null) return 'BAD no folder';
  const [, name = '', what = ''] = /^(\S+) ([\s\S]*)$/.exec(rest) ?? [];
  const [range = ''] = what.split(' ', 1);
  const isMeant = ({ uid }: StoredMail) => range.split(',').some((one) => within(uid, one));
  const meant = folder.mails.filter(isMeant);
  const command = name.toUpperCase();
  if (command === 'SEARCH') say(`* SEARCH${search(folder, what)}`);
  else if (command === 'FETCH') for (const mail of meant) fetch(talk, folder.mails.indexOf(mail) + 1, mail, what);
  else if (command === 'STORE') for (const mail of meant) for (const flag of what.match(/\\\w+/g) ?? []) mail.flags.add(flag);
  else if (command === 'EXPUNGE' && talk.world.hasUidPlus) expunge(talk, isMeant);
  else return `BAD what is UID ${name}`;
  return 'OK done';
}

function search({ mails }: Folder, what: string): string {
  const [, subject = ''] = /SUBJECT "?([^" ]+)"?/i.exec(what) ?? [];
  const isWanted = (mail: StoredMail) => subjectOf(mail).includes(subject) && !(/UNDELETED/i.test(what) && mail.flags.has('\\Deleted'));
  return mails
    .filter(isWanted)
    .map(({ uid }) => ` ${uid}`)
    .join('');
}

function fetch({ say }: Talk, number: number, { uid, raw }: StoredMail, what: string): void {
  const [, part] = /BODY\.PEEK\[\](?:<0\.(\d+)>)?/i.exec(what) ?? [null];
  if (/BODY\.PEEK\[\]/i.test(what)) {
    const whole = Buffer.from(raw.replace(/\r?\n/g, '\r\n')).subarray(0, part === undefined || part === null ? undefined : Number(part));
    say(`* ${number} FETCH (UID ${uid} BODY[]${part ? '<0>' : ''} {${whole.length}}\r\n${whole.toString()})`);
    return;
  }
  const [, asked = ''] = /HEADER\.FIELDS \(([^)]*)\)/i.exec(what) ?? [];
  const names = asked
    .toLowerCase()
    .split(' ')
    .map((name) => name.replaceAll('"', ''));
  const head = raw.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const fields = head.split(/\r?\n(?![ \t])/).filter((field) => names.includes(field.split(':', 1)[0]?.toLowerCase() ?? ''));
  const text = `${fields.map((field) => `${field.replace(/\r?\n/g, '\r\n')}\r\n`).join('')}\r\n`;
  say(`* ${number} FETCH (UID ${uid} BODY[HEADER.FIELDS (${asked})] {${Buffer.byteLength(text)}}\r\n${text})`);
}

function expunge({ folder, say }: Talk, isMeant: (mail: StoredMail) => boolean): void {
  if (folder === null) return;
  const gone = folder.mails.filter((mail) => mail.flags.has('\\Deleted') && isMeant(mail));
  for (const mail of gone) {
    say(`* ${folder.mails.indexOf(mail) + 1} EXPUNGE`);
    folder.mails.splice(folder.mails.indexOf(mail), 1);
  }
}

function subjectOf({ raw }: StoredMail): string {
  return /^subject: (.*)$/im.exec(raw)?.[1] ?? '';
}

function within(uid: number, range: string): boolean {
  const [from = '', to = from] = range.split(':');
  return uid >= Number(from) && (to === '*' || uid <= Number(to));
}

/** Atoms, quoted texts and literals. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const [all, quoted, length, atom] = /^ *(?:"((?:[^"\\]|\\.)*)"|\{(\d+)\+?\}\r\n|([^\s"{]+)) */.exec(rest) ?? [];
    if (all === undefined) break;
    const size = Number(length ?? 0);
    words.push(length === undefined ? (quoted?.replace(/\\(.)/g, '$1') ?? atom ?? '') : rest.slice(all.length, all.length + size));
    rest = rest.slice(all.length + size);
  }
  return words;
}
