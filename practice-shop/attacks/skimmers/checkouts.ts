import type { CheckoutPage } from './types.ts';

/** Payment pages with the names and ids that thieves of each shop program look for. */
export const MAGENTO_ONE: CheckoutPage = {
  path: '/checkout/onepage/index/',
  html: `<div class="page"><div class="main-container"><h1>Checkout</h1>
<form id="co-billing-form" action=""><fieldset><label for="billing:firstname">First Name</label><input type="text" id="billing:firstname" name="billing[firstname]" class="input-text required-entry">
<label for="billing:lastname">Last Name</label><input type="text" id="billing:lastname" name="billing[lastname]" class="input-text required-entry">
<label for="billing:email">Email Address</label><input type="text" id="billing:email" name="billing[email]" class="input-text validate-email">
<label for="billing:street1">Address</label><input type="text" id="billing:street1" name="billing[street][]" class="input-text">
<label for="billing:telephone">Telephone</label><input type="text" id="billing:telephone" name="billing[telephone]" class="input-text"></fieldset></form>
<form id="co-payment-form" action="/checkout/onepage/savePayment/" method="post" onsubmit="return false"><dl id="checkout-payment-method-load">
<dt><input type="radio" id="p_method_ccsave" name="payment[method]" value="ccsave" checked><label for="p_method_ccsave">Credit Card</label></dt>
<dd><label for="ccsave_cc_owner">Name on Card</label><input type="text" id="ccsave_cc_owner" name="payment[cc_owner]" class="input-text">
<label for="ccsave_cc_number">Credit Card Number</label><input type="text" id="ccsave_cc_number" name="payment[cc_number]" class="input-text validate-cc-number">
<select id="ccsave_expiration" name="payment[cc_exp_month]" class="month"><option value="">Month</option>${months()}</select>
<select id="ccsave_expiration_yr" name="payment[cc_exp_year]" class="year"><option value="">Year</option>${years()}</select>
<label for="ccsave_cc_cid">Card Verification Number</label><input type="text" id="ccsave_cc_cid" name="payment[cc_cid]" class="input-text cvv"></dd></dl></form>
<div id="review-buttons-container"><button type="button" title="Place Order" class="button btn-checkout" onclick="void 0"><span><span>Place Order</span></span></button></div></div></div>`,
};

export const MAGENTO_TWO: CheckoutPage = {
  path: '/checkout/#payment',
  html: `<div id="checkout" class="checkout-container"><div class="opc-wrapper"><li id="payment" class="checkout-payment-method"><div class="step-title">Payment Method</div>
<form id="co-payment-form" class="form payments" novalidate onsubmit="return false"><fieldset class="fieldset"><input id="customer-email" type="email" name="username" class="input-text">
<div class="payment-method _active"><input type="radio" class="radio" id="cybersource" name="payment[method]" value="cybersource" checked>
<div class="field number required"><label for="cybersource_cc_number">Credit Card Number</label><input type="number" name="payment[cc_number]" id="cybersource_cc_number" class="input-text" data-container="cybersource-cc-number" autocomplete="off"></div>
<div class="field date required"><select name="payment[cc_exp_month]" id="cybersource_expiration" class="select select-month"><option value="">Month</option>${months()}</select>
<select name="payment[cc_exp_year]" id="cybersource_expiration_yr" class="select select-year"><option value="">Year</option>${years()}</select></div>
<div class="field cvv required"><label for="cybersource_cc_cid">Card Verification Number</label><input type="number" name="payment[cc_cid]" id="cybersource_cc_cid" class="input-text cvv" autocomplete="off"></div>
<div class="billing-address-details">Ann Example<br>1 Sample Street</div>
<div class="actions-toolbar"><button class="action primary checkout" type="submit" title="Place Order"><span>Place Order</span></button></div></div></fieldset></form></li></div></div>`,
};

export const WOOCOMMERCE: CheckoutPage = {
  path: '/checkout/',
  html: `<div class="woocommerce"><form name="checkout" method="post" class="checkout woocommerce-checkout" action="/checkout/" onsubmit="return false">
<div id="customer_details"><p class="form-row" id="billing_first_name_field"><label for="billing_first_name">First name</label><input type="text" class="input-text" name="billing_first_name" id="billing_first_name"></p>
<p class="form-row"><label for="billing_last_name">Last name</label><input type="text" class="input-text" name="billing_last_name" id="billing_last_name"></p>
<p class="form-row"><label for="billing_phone">Phone</label><input type="tel" class="input-text" name="billing_phone" id="billing_phone"></p>
<p class="form-row"><label for="billing_email">Email address</label><input type="email" class="input-text" name="billing_email" id="billing_email"></p></div>
<div id="order_review" class="woocommerce-checkout-review-order"><div id="payment" class="woocommerce-checkout-payment"><ul class="wc_payment_methods payment_methods methods">
<li class="wc_payment_method payment_method_authnet"><input id="payment_method_authnet" type="radio" class="input-radio" name="payment_method" value="authnet" checked><label for="payment_method_authnet">Credit Card</label>
<div class="payment_box payment_method_authnet"><fieldset id="wc-authnet-cc-form" class="wc-credit-card-form wc-payment-form"><p class="form-row"><label for="authnet-card-number">Card Number</label><input id="authnet-card-number" class="input-text wc-credit-card-form-card-number" inputmode="numeric" autocomplete="cc-number" type="tel" name="authnet-card-number"></p>
<p class="form-row"><label for="authnet-card-expiry">Expiry (MM/YY)</label><input id="authnet-card-expiry" class="input-text wc-credit-card-form-card-expiry" autocomplete="cc-exp" type="tel" name="authnet-card-expiry"></p>
<p class="form-row"><label for="authnet-card-cvc">Card Code</label><input id="authnet-card-cvc" class="input-text wc-credit-card-form-card-cvc" autocomplete="off" type="tel" maxlength="4" name="authnet-card-cvc"></p></fieldset></div></li></ul>
<div class="form-row place-order"><button type="submit" class="button alt" name="woocommerce_checkout_place_order" id="place_order" value="Place order">Place order</button></div></div></div></form></div>`,
};

/** Pays on the provider's page: no card is asked for here. */
export const WOOCOMMERCE_REDIRECT: CheckoutPage = {
  path: '/checkout/',
  html: `<div class="woocommerce"><form name="checkout" method="post" class="checkout woocommerce-checkout" action="/checkout/" onsubmit="return false">
<div id="customer_details"><p class="form-row"><label for="billing_first_name">First name</label><input type="text" class="input-text" name="billing_first_name" id="billing_first_name"></p>
<p class="form-row"><label for="billing_email">Email address</label><input type="email" class="input-text" name="billing_email" id="billing_email"></p></div>
<div id="payment" class="woocommerce-checkout-payment"><ul class="wc_payment_methods payment_methods methods">
<li class="wc_payment_method payment_method_bacs"><input id="payment_method_bacs" type="radio" class="input-radio" name="payment_method" value="bacs" checked><label for="payment_method_bacs">Direct bank transfer</label></li>
<li class="wc_payment_method payment_method_p24"><input id="payment_method_p24" type="radio" class="input-radio" name="payment_method" value="p24"><label for="payment_method_p24">Card, on the page of our payment service</label><div class="payment_box payment_method_p24" style="display:none"><p>You are led to the payment service.</p></div></li></ul>
<div class="form-row place-order"><button type="submit" class="button alt" id="place_order" value="Place order">Place order</button></div></div></form></div>`,
};

export const OPENCART: CheckoutPage = {
  path: '/index.php?route=checkout/checkout',
  html: `<div id="checkout-checkout" class="container"><div class="panel-group" id="accordion"><div class="panel-body"><input type="text" name="firstname" placeholder="First Name" id="input-payment-firstname" class="form-control"><input type="text" name="email" placeholder="E-Mail" id="input-payment-email" class="form-control">
<form class="form-horizontal" onsubmit="return false"><fieldset id="payment"><legend>Credit Card Details</legend><input type="text" name="cc_owner" placeholder="Card Owner" id="input-cc-owner" class="form-control"><input type="text" name="cc_number" placeholder="Card Number" id="input-cc-number" class="form-control">
<select name="cc_expire_date_month" id="input-cc-expire-date" class="form-control">${months()}</select><select name="cc_expire_date_year" class="form-control">${years()}</select><input type="text" name="cc_cvv2" placeholder="Card Security Code (CVV2)" id="input-cc-cvv2" class="form-control"></fieldset></form>
<div class="buttons"><input type="button" value="Confirm Order" id="button-confirm" class="btn btn-primary"></div></div></div></div>`,
};

function months(): string {
  return Array.from({ length: 12 }, (_, i) => `<option value="${i + 1}">${String(i + 1).padStart(2, '0')}</option>`).join('');
}

function years(): string {
  return Array.from({ length: 8 }, (_, i) => `<option value="${2027 + i}">${2027 + i}</option>`).join('');
}
