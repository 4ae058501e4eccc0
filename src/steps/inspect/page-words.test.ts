import { expect, it } from 'vitest';
import { linksOf, pagesAmong } from './page-words.ts';

const found = (body: string) =>
  Object.fromEntries(
    [...pagesAmong(linksOf(body, 'https://shop.example/'), 'https://shop.example')].map(([kind, { url }]) => [
      kind,
      new URL(url).pathname + new URL(url).search,
    ]),
  );

it('finds pages by what links say in many languages, and by their addresses', () => {
  expect(
    found(
      '<a href="/produkte/blume">Blume</a><a href="/wk"><span>Warenkorb</span> (0)</a><a href="/recht">Impressum</a><a href="/agb">AGB</a><a href="/ds">Datenschutzerklärung</a>',
    ),
  ).toEqual({
    ...{ product: '/produkte/blume', cart: '/wk', imprint: '/recht', terms: '/agb', privacy: '/ds' },
  });
  expect(
    found('<a href="/t">特定商取引法に基づく表記</a><a href="/h">返品・交換について</a><a href="/k"><img alt="カートを見る" src=x></a>'),
  ).toEqual({ imprint: '/t', returns: '/h', cart: '/k' });
  expect(
    found('<a href="/regulamin-sklepu">Regulamin sklepu</a><a href="/zwroty-i-reklamacje">Zwroty</a><a href="/konto">Zaloguj się</a>'),
  ).toEqual({ terms: '/regulamin-sklepu', returns: '/zwroty-i-reklamacje', 'sign-in': '/konto' });
});

it('follows nothing that changes something, leads elsewhere or is no link', () => {
  expect(
    found(
      '<a href="/?add-to-cart=5">Add to cart</a><a href="/logout">Login</a><a href="https://other.example/cart">Cart</a><a href="javascript:x">Cart</a><!-- <a href="/cart">Cart</a> --><script>"<a href=/cart>Cart</a>"</script>',
    ),
  ).toEqual({});
  expect(linksOf('<a href="https://[">x</a><a>y</a><a href=/z>z', 'https://shop.example/')).toEqual([]);
});
