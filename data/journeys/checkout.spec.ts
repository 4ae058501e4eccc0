import { test } from '@playwright/test';
import { shop } from 'shopbell';

test('a customer gets as far as paying', async ({ page }) => {
  await shop.openProduct(page);
  await shop.addToCart(page);
  await shop.openCheckout(page);
  await shop.fillAddress(page);
  await shop.stopBeforePaying(page);
});
