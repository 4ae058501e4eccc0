/** A package that honest payment pages carry, with how it is started on the practice payment page. */
export interface HonestPackage {
  readonly name: string;
  readonly version: string;
  /** Files of the package that the page loads, in order; `/…` begins another package’s name. */
  readonly files: readonly string[];
  /** Code that starts it; `HOST` is a host of its maker’s. */
  readonly start: string;
  /** Whether it records the visit, which is told as such. */
  readonly records?: true;
}

const NUMBER = `document.querySelector('[name=cc_number]')`;

/** Packages that read card fields by design, that measure visits, report errors or record visits. Installed by the bench. */
export const honestPackages: readonly HonestPackage[] = [
  {
    name: 'card',
    version: '2.5.4',
    files: ['dist/card.js'],
    start: `document.body.insertAdjacentHTML('beforeend', '<div class="wrap"></div>'); new Card({ form: '#pay', container: '.wrap', formSelectors: { numberInput: '[name=cc_number]', expiryInput: '[name=cc_exp]', cvcInput: '[name=cc_cid]', nameInput: '[name=holder]' } });`,
  },
  { name: 'cleave.js', version: '1.6.0', files: ['dist/cleave.min.js'], start: `new Cleave('[name=cc_number]', { creditCard: true });` },
  { name: 'imask', version: '7.6.1', files: ['dist/imask.min.js'], start: `IMask(${NUMBER}, { mask: '0000 0000 0000 0000' });` },
  { name: 'inputmask', version: '5.0.10', files: ['dist/inputmask.min.js'], start: `Inputmask('9999 9999 9999 9999').mask(${NUMBER});` },
  {
    name: 'jquery.payment',
    version: '3.0.0',
    files: ['/jquery/dist/jquery.min.js', 'lib/jquery.payment.min.js'],
    start: `jQuery('[name=cc_number]').payment('formatCardNumber'); jQuery('[name=cc_cid]').payment('formatCardCVC'); jQuery('#pay').on('submit', () => jQuery.payment.validateCardNumber(jQuery('[name=cc_number]').val()));`,
  },
  {
    name: 'payform',
    version: '1.4.0',
    files: ['dist/payform.min.js'],
    start: `payform.cardNumberInput(${NUMBER}); payform.cvcInput(document.querySelector('[name=cc_cid]'));`,
  },
  {
    name: 'jquery-validation',
    version: '1.22.1',
    files: ['/jquery/dist/jquery.min.js', 'dist/jquery.validate.min.js', 'dist/additional-methods.min.js'],
    start: `jQuery('#pay').validate({ rules: { cc_number: { required: true, creditcard: true }, email: { email: true } } });`,
  },
  {
    name: 'zxcvbn',
    version: '4.4.2',
    files: ['dist/zxcvbn.js'],
    start: `for (const it of document.querySelectorAll('input')) it.addEventListener('input', () => zxcvbn(it.value));`,
  },
  {
    name: 'posthog-js',
    version: '1.449.2',
    files: ['dist/array.full.no-external.js'],
    start: `posthog.init('phc_test', { api_host: 'HOST', autocapture: true, disable_session_recording: true, request_batching: true });`,
  },
  {
    name: 'mixpanel-browser',
    version: '2.83.0',
    files: ['dist/mixpanel.umd.js'],
    start: `mixpanel.init('token', { api_host: 'HOST', autocapture: true, track_pageview: true }); mixpanel.track('checkout', { value: 24 });`,
  },
  {
    name: 'clarity-js',
    version: '0.8.70',
    files: ['build/clarity.min.js'],
    start: `clarity('start', { projectId: 'x', upload: 'HOST/collect', content: true });`,
  },
  {
    name: 'rrweb',
    version: '2.2.2',
    files: ['dist/rrweb.umd.min.cjs'],
    start: `(() => { const q = []; rrweb.record({ emit: (e) => q.push(e), maskAllInputs: false }); setInterval(() => { if (q.length) fetch('HOST/events', { method: 'POST', mode: 'no-cors', body: JSON.stringify(q.splice(0)) }); }, 1500); })();`,
    records: true,
  },
  {
    name: 'rrweb',
    version: '2.2.2',
    files: ['dist/rrweb.umd.min.cjs'],
    start: `(() => { const q = []; rrweb.record({ emit: (e) => q.push(e), maskAllInputs: true }); setInterval(() => { if (q.length) fetch('HOST/events', { method: 'POST', mode: 'no-cors', body: JSON.stringify(q.splice(0)) }); }, 1500); })();`,
  },
  {
    name: 'braintree-web',
    version: '3.144.0',
    files: ['dist/browser/client.js', 'dist/browser/hosted-fields.js'],
    start: `window.braintree && braintree.client && braintree.client.create({ authorization: 'sandbox_none_none' }, () => 0);`,
  },
  {
    name: 'logrocket',
    version: '12.4.0',
    files: ['dist/build.umd.js'],
    start: `LogRocket.init('app/id', { serverURL: 'HOST/i', shouldCaptureIP: false });`,
  },
  {
    name: '@bugsnag/browser',
    version: '8.8.0',
    files: ['dist/bugsnag.min.js'],
    start: `Bugsnag.start({ apiKey: '00000000000000000000000000000000', endpoints: { notify: 'HOST/notify', sessions: 'HOST/sessions' } }); Bugsnag.notify(new Error('a test'));`,
  },
];
