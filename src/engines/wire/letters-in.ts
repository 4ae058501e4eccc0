import type { ImapFlow as Client } from 'imapflow';
import PostalMime from 'postal-mime';
import type { Letter, MailMark } from './mail-types.ts';

const MOST = 10;
/** Of a letter is read so much; what stands behind it is pictures. */
const MOST_BYTES = 400_000;

interface Wanted {
  readonly folder: string;
  readonly isSpam: boolean;
  readonly to: string;
  readonly since: MailMark;
  readonly until: MailMark;
}

/** The number that the next mail of a folder gets. */
export async function nextNumber(client: Client, folder: string): Promise<number> {
  return (await client.mailboxOpen(folder)).uidNext;
}

/** Letters to one address in one folder that came between two marks. */
export async function lettersIn(client: Client, { folder, isSpam, to, since, until }: Wanted): Promise<Letter[]> {
  const from = since.get(folder) ?? 1;
  const end = until.get(folder) ?? from;
  const { exists } = await client.mailboxOpen(folder);
  if (exists === 0 || end <= from) return [];
  const mails = await client.fetchAll(`${from}:${end - 1}`, { uid: true, source: { maxLength: MOST_BYTES } }, { uid: true });
  const letters = await Promise.all(
    mails
      .filter(({ uid, source }) => uid >= from && source !== undefined)
      .slice(-MOST)
      .map(({ source }) => read(source ?? Buffer.alloc(0), to, isSpam)),
  );
  return letters.filter((letter) => letter !== null);
}

/** `null`: it is not for this address. */
async function read(source: Buffer, to: string, isSpam: boolean): Promise<Letter | null> {
  const mail = await PostalMime.parse(source);
  const wanted = to.toLowerCase();
  const places = mail.headers.filter(({ key }) => /^(?:to|cc|delivered-to|x-original-to|envelope-to)$/.test(key));
  if (!places.some(({ value }) => value.toLowerCase().includes(wanted))) return null;
  return { subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html ?? null, isSpam };
}
