// Passkeys: completes the forms that hold a hidden `response` field. Everything else on those pages works without it.

for (const form of document.querySelectorAll('form[id^="passkey-"]')) {
  form.addEventListener('submit', (event) => {
    const field = form.elements.namedItem('response');
    if (!(field instanceof HTMLInputElement) || field.value !== '') return;
    event.preventDefault();
    complete(form, field);
  });
}

async function complete(form, field) {
  const failed = form.querySelector('[data-passkey-failed]');
  if (failed) failed.hidden = true;
  try {
    const answer = await fetch('/passkey/options', { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    const { options } = await answer.json();
    const credential =
      form.id === 'passkey-add'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    field.value = JSON.stringify(credential);
    form.submit();
  } catch {
    // Refused by the person, no passkey here, or a browser that is too old: the words are on the page.
    if (failed) failed.hidden = false;
  }
}
