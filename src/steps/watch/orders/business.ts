/** For `where`: only orders that are business. One row that says it is a test makes the whole order one, whoever else tells of it. */
export const BUSINESS = 'not test and order_ref not in (select order_ref from @order_steps where shop_id = {shop:String} and test)';

/** The same over all shops of an organisation. */
export const BUSINESS_OF_ALL = 'not test and (shop_id, order_ref) not in (select shop_id, order_ref from @order_steps where test)';
