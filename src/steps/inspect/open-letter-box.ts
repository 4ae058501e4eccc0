import type { House } from '#engines/house.ts';
import type { Letter, MailServer } from '#engines/wire/mail-types.ts';
import type { LetterBox } from './collectors/accounts/test-accounts.ts';

const LIMIT_MS = 15_000;
const POLL_MS = 1_500;

/** Opens the mailbox in which the letters of a test account arrive. What was there before is not read. Throws TARGET_UNREACHABLE, TARGET_PRIVATE, MAIL_REFUSED. */
export async function openLetterBox(
  { wire, clock }: Pick<House, 'wire' | 'clock'>,
  server: MailServer,
  wish: { readonly folder: string; readonly to: string; readonly allowPrivate: boolean },
): Promise<LetterBox> {
  const mailbox = await wire.openMailbox(
    server,
    { folder: wish.folder, spamFolder: '' },
    { timeoutMs: LIMIT_MS, allowPrivate: wish.allowPrivate },
  );
  let mark = await mailbox.mark();
  const waiting: Letter[] = [];
  return {
    next: async (withinMs) => {
      const started = clock.ticks();
      for (;;) {
        const before = mark;
        mark = await mailbox.mark();
        waiting.push(...(await mailbox.lettersTo(wish.to, before, mark)));
        const letter = waiting.shift();
        if (letter !== undefined) return letter;
        if (clock.ticks() - started >= withinMs) return null;
        await clock.sleep(POLL_MS);
      }
    },
    close: () => mailbox.close(),
  };
}
