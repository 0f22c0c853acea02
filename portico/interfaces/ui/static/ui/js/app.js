// Small comforts only: every form and link works without this file.
// Listeners sit on the document, so they also serve the parts htmx swaps in. Words come from data- attributes, so
// that they are translated where the page is drawn.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = id => document.getElementById(id);
  const on = (type, selector, act) => addEventListener(type, event => {
    const target = event.target.closest?.(selector);
    if (target) act(target, event);
  });

  // Menus: close on a click outside, on Escape, and when another one opens
  const openMenus = () => all('details.menu[open]');
  addEventListener('click', event => {
    openMenus().filter(menu => !menu.contains(event.target)).forEach(menu => { menu.open = false; });
  });
  addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    openMenus().forEach(menu => {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  });

  // Dialogs: <a href="/a/page/" data-dialog="id"> is a page without script, a dialog with it
  on('click', '[data-dialog]', (link, event) => {
    const dialog = byId(link.dataset.dialog);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
  });
  on('click', '[data-close]', (link, event) => {
    const dialog = link.closest('dialog');
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });

  // "Not saved yet" beside the save button, and a question before leaving
  on('input', 'form', form => {
    const unsaved = form.querySelector('.unsaved');
    if (!unsaved) return;
    unsaved.hidden = false;
    form.dataset.dirty = 'yes';
    const saved = form.querySelector('.section-foot .saved');
    if (saved) saved.hidden = true;
  });
  addEventListener('beforeunload', event => {
    if (document.querySelector('form[data-dirty]')) event.preventDefault();
  });

  // The pressed button says what it is doing; a second press while it does is not sent
  const rest = button => {
    button.removeAttribute('aria-busy');
    if (button.dataset.words) button.textContent = button.dataset.words;
  };
  addEventListener('submit', event => {
    const button = event.submitter;
    if (button?.getAttribute('aria-busy') === 'true') {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    delete event.target.dataset.dirty;
    if (!button?.dataset.busy) return;
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy;
    button.setAttribute('aria-busy', 'true');
  }, true);
  const restAll = () => all('button[aria-busy=true]').forEach(rest);
  addEventListener('pageshow', restAll);

  // Show and hide a password; characters left; picture preview; print; select all
  on('click', '[data-reveal]', button => {
    const field = byId(button.dataset.reveal);
    const show = field.type === 'password';
    field.type = show ? 'text' : 'password';
    [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  });
  on('input', '[data-count]', field => {
    const line = byId(field.dataset.count);
    line.textContent = line.dataset.words.replace('{count}', field.maxLength - field.value.length);
  });
  // The preview is drawn on a canvas: an <img> would need an address the content policy refuses
  on('change', 'input[data-preview]', async field => {
    const shown = byId(field.dataset.preview);
    const picture = field.files[0] && await createImageBitmap(field.files[0]).catch(() => null);
    if (!picture || !shown) return;
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { id: shown.id, className: shown.className, width: picture.width, height: picture.height });
    canvas.getContext('2d').drawImage(picture, 0, 0);
    shown.replaceWith(canvas);
  });
  on('click', '[data-print]', () => print());
  on('change', '[data-select-all]', box => {
    all(box.dataset.selectAll).forEach(other => { other.checked = box.checked; });
  });

  // Live preview: data-from="id" repeats a field; data-when="id" shows while that box is checked, "!id" while it is not
  on('input', '[data-mirror]', field => {
    all(`[data-from="${field.id}"]`).forEach(copy => { copy.textContent = field.value; });
  });
  on('input', '[data-fills]', field => { byId(field.dataset.fills).value = field.value; });
  const showWhen = () => all('[data-when]').forEach(part => {
    const not = part.dataset.when.startsWith('!');
    const box = byId(part.dataset.when.replace('!', ''));
    if (box) part.hidden = not === box.checked;
  });
  addEventListener('change', showWhen);

  // After a part was drawn anew: a refusal takes the focus; else the focus goes back to where it was
  let focused = '';
  addEventListener('htmx:before:swap', () => { focused = document.activeElement?.id || focused; });
  const settleFocus = () => {
    const refusal = document.querySelector('.notice-bad[role=alert][tabindex]');
    if (refusal && !refusal.dataset.seen) {
      refusal.dataset.seen = 'yes';
      refusal.focus();
    } else if (focused && document.activeElement === document.body) {
      byId(focused)?.focus();
    }
  };

  // Buttons that need script are hidden in the HTML and shown here; a refused form is not saved yet. What is swapped in
  // is parsed as if script were off: its <noscript> buttons are real, and Enter would press them
  const init = () => {
    all('noscript').forEach(part => part.remove());
    all('[data-reveal], [data-print], [data-script]').forEach(button => { button.hidden = false; });
    all('form').filter(form => form.querySelector('.unsaved:not([hidden])'))
      .forEach(form => { form.dataset.dirty = 'yes'; });
    showWhen();
    settleFocus();
  };
  addEventListener('htmx:after:swap', init);
  addEventListener('htmx:finally:request', restAll);
  init();
})();
