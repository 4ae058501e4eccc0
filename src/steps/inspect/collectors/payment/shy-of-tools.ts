import type { PaymentPage } from '../../inspection.ts';
import type { FurtherCards } from './make-canaries.ts';
import type { RequestRecorder } from './record-requests.ts';

/** Scripts that sent a card while developer tools seemed closed, and the next one not while they seemed open. */
export async function shyOfTools(
  requests: RequestRecorder,
  { whileOpen, afterwards }: FurtherCards,
  nameOf: Parameters<RequestRecorder['leaks']>[2],
): Promise<PaymentPage['tricks']> {
  const sentOf = (value: string) => requests.leaks([{ field: 'card', value }], [], nameOf);
  const closed = await sentOf(afterwards);
  if (closed.length === 0) return [];
  const open = new Set((await sentOf(whileOpen)).map(({ host }) => host));
  return closed
    .filter(({ host }) => !open.has(host))
    .map(({ host, script }) => ({
      ...{ script, what: 'looks for developer tools' as const },
      detail: `it sends to ${host} what is typed while none seem open, and nothing while they do`,
    }));
}
