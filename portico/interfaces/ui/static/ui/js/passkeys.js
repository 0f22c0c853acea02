// Passkeys: a button with data-passkey asks for the options, lets the browser answer, and sends the form.
// <form data-passkey="get|create" data-options="address"> holds a hidden input named credential. Nothing here decides
// anything: the server checks what comes back.
(() => {
  const toBytes = text => {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, character => character.charCodeAt(0));
  };
  const toText = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

  const fetchOptions = async form => {
    const csrf = form.querySelector('[name=csrfmiddlewaretoken]').value;
    const answer = await fetch(form.dataset.options, { method: 'POST', headers: { 'X-CSRFToken': csrf } });
    if (!answer.ok || answer.redirected) throw new Error('no options');
    const options = (await answer.json()).publicKey;
    options.challenge = toBytes(options.challenge);
    if (options.user) options.user.id = toBytes(options.user.id);
    for (const key of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) {
      key.id = toBytes(key.id);
    }
    return options;
  };

  const written = credential => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  addEventListener('submit', async event => {
    const form = event.target;
    if (!form.dataset?.passkey || form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const line = form.querySelector('[data-passkey-failed]');
    line.hidden = true;
    // "Keep me signed in" is asked in the form beside
    const stays = document.querySelector('input[type=checkbox][name=remember]');
    if (stays && form.elements.remember) form.elements.remember.value = stays.checked ? 'on' : '';
    try {
      const publicKey = await fetchOptions(form);
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = written(credential);
    } catch {
      line.hidden = false;
      line.tabIndex = -1;
      line.focus();
      return;
    }
    form.submit();
  }, true);

  // Back from the browser's history: the answer of that time is worth nothing
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-passkey]')) form.elements.credential.value = '';
  });
  const show = () => {
    if (!window.PublicKeyCredential) return;
    for (const part of document.querySelectorAll('[data-passkey-part]')) part.hidden = false;
    for (const line of document.querySelectorAll('[data-passkey-missing]')) line.hidden = true;
  };
  addEventListener('htmx:after:swap', show);
  show();
})();
