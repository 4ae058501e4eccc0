import type { OrderBook } from './order-book.ts';

/** The books of all shops that a process looks at, within a bound of memory. */
export interface OrderShelf {
  /** Takes a shop's book out; whoever used it well puts it back. `undefined`: there is none, or somebody has it. */
  take(shop: string): OrderBook | undefined;
  put(shop: string, book: OrderBook): void;
}

/** Over all shops: some 600 bytes an open order, 20 one that rests. */
const MOST_OPEN = 300_000;
const MOST_RESTED = 6_000_000;

/** A shelf for books; what was not used for longest goes first when there are too many. It is lost with the process: then everything is read once. */
export function openOrderShelf(): OrderShelf {
  const books = new Map<string, OrderBook>();
  return {
    take: (shop) => {
      const book = books.get(shop);
      books.delete(shop);
      return book;
    },
    put: (shop, book) => {
      books.set(shop, book);
      for (const [oldest] of books) {
        const all = [...books.values()];
        const open = all.reduce((sum, one) => sum + one.open.size, 0);
        const rested = all.reduce((sum, one) => sum + one.rested.size, 0);
        if (open <= MOST_OPEN && rested <= MOST_RESTED) return;
        books.delete(oldest);
      }
    },
  };
}
