import { categories } from '../../world/catalogue.ts';
import type { Product } from '../../world/types.ts';
import { euros } from './layout.tsx';

function GoodsGrid({ goods }: { goods: readonly Product[] }) {
  return (
    <ul class="goods">
      {goods.map((each) => (
        <li>
          <a href={`/product/${each.slug}`}>
            <img src={`/assets/goods/${each.slug}.svg`} alt="" width="320" height="320" loading="lazy" />
            <span class="name">{each.name}</span>
            <span class="price">{euros(each.cents)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function HomeView({ goods }: { goods: readonly Product[] }) {
  return (
    <>
      <section class="hero">
        <div>
          <h1>Good things, rehearsed daily.</h1>
          <p>Teapots, blankets, notebooks and seeds from a shop that does not exist. Come in, look around, break something.</p>
          <a class="button" href="/catalogue">
            See the whole shelf
          </a>
        </div>
        <img src="/assets/shopfront.svg" alt="A small shop with a striped awning and a brass bell over its door" width="520" height="360" />
      </section>
      <section class="rooms">
        {categories.map((each) => (
          <a href={`/catalogue/${each.slug}`} class={`room room-${each.slug}`}>
            <b>{each.name}</b>
            <span>{each.line}</span>
          </a>
        ))}
      </section>
      <h2>On the front table</h2>
      <GoodsGrid goods={goods} />
    </>
  );
}

export function ShelfView({ heading, line, goods }: { heading: string; line: string; goods: readonly Product[] }) {
  return (
    <>
      <h1>{heading}</h1>
      <p class="lead">{line}</p>
      {goods.length > 0 ? <GoodsGrid goods={goods} /> : <p class="empty">Nothing on this shelf answers to that. Try “tea” or “pen”.</p>}
    </>
  );
}

export function ProductView({ product, beside }: { product: Product; beside: readonly Product[] }) {
  return (
    <>
      <article class="product">
        <img src={`/assets/goods/${product.slug}.svg`} alt="" width="560" height="560" />
        <div>
          <p class="crumb">
            <a href={`/catalogue/${product.category}`}>{categories.find((each) => each.slug === product.category)?.name ?? ''}</a>
          </p>
          <h1>{product.name}</h1>
          <p class="big price">{euros(product.cents)}</p>
          <p>{product.blurb}</p>
          <form method="post" action="/cart" class="add">
            <input type="hidden" name="product" value={product.slug} />
            <label for="quantity">How many</label>
            <input id="quantity" name="quantity" type="number" min="1" max="9" value="1" />
            <button type="submit">Put in basket</button>
          </form>
          <ul class="facts">
            <li>Delivered by the practice courier in two imaginary days</li>
            <li>€4.90 delivery, whatever the weather</li>
            <li>Send it back without having received it</li>
          </ul>
          <div id="reviews" class="reviews">
            <p>Reviews are shown by a neighbour’s script.</p>
          </div>
        </div>
      </article>
      <h2>Beside it on the shelf</h2>
      <GoodsGrid goods={beside} />
    </>
  );
}
