// The list of time zones: a box that filters it, and the browser's own zone offered. The list works without this.
(() => {
  // Within the same form: while htmx draws it anew, the old one may still stand beside the new one
  const beside = (part, id) => part.closest('form').querySelector(`#${id}`);
  const boxOf = list => list.form?.querySelector(`[data-filters="${list.id}"]`);
  const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[_,/’'-]+/g, ' ').toLowerCase();
  const texts = new WeakMap();
  const textOf = option => {
    if (!texts.has(option)) texts.set(option, plain(`${option.label} ${option.value} ${option.dataset.also ?? ''}`));
    return texts.get(option);
  };
  const on = (type, selector, act) => addEventListener(type, event => {
    const target = event.target.closest?.(selector);
    if (target) act(target, event);
  }, true);

  // The whole list, kept while a part of it is shown. What does not fit is taken out: hiding options is not enough on
  // phones. The chosen one always stays: what is sent is what was chosen.
  const kept = new WeakMap();
  const wholeOf = list => {
    if (!kept.has(list)) {
      kept.set(list, [...list.children].map(node => ({ node, members: node.matches('optgroup') && [...node.children] })));
    }
    return kept.get(list);
  };
  const show = (list, words) => {
    const chosen = list.value; // taking options out and in again moves the choice
    const fits = option => words.every(word => ` ${textOf(option)}`.includes(` ${word}`));
    const found = [];
    const stays = option => {
      const isFound = words.length > 0 && option.value !== '' && fits(option);
      if (isFound) found.push(option);
      return !words.length || isFound || option.value === chosen;
    };
    list.replaceChildren(...wholeOf(list).filter(({ node, members }) => {
      if (!members) return stays(node);
      node.replaceChildren(...members.filter(stays));
      return node.children.length > 0;
    }).map(({ node }) => node));
    list.value = chosen;
    return words.length ? found : null;
  };

  const filter = box => {
    const list = beside(box, box.dataset.filters);
    const said = beside(box, box.getAttribute('aria-describedby'));
    const found = show(list, plain(box.value).split(' ').filter(Boolean));
    if (found?.length) list.size = Math.min(8, Math.max(2, list.options.length + list.querySelectorAll('optgroup').length));
    else list.removeAttribute('size');
    said.textContent = !found ? '' : found.length
      ? said.dataset.some.replace('{count}', found.length) : said.dataset.none;
    return found;
  };
  const choose = (list, value) => {
    const box = boxOf(list);
    list.value = value;
    box.value = '';
    filter(box);
    list.dispatchEvent(new Event('input', { bubbles: true }));
    list.dispatchEvent(new Event('change', { bubbles: true }));
    list.focus();
  };

  on('input', '[data-filters]', (box, event) => {
    event.stopPropagation(); // typing here changes nothing yet
    filter(box);
  });
  on('keydown', '[data-filters]', (box, event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault(); // Enter takes the first one found; it must not save the list as it was
    const found = filter(box);
    if (found?.length) choose(beside(box, box.dataset.filters), found[0].value);
  });
  const chosenFromFiltered = list => {
    const box = boxOf(list);
    if (box?.value) choose(list, list.value);
  };
  on('click', 'select[size] option', option => chosenFromFiltered(option.closest('select')));
  on('keydown', 'select[size]', (list, event) => {
    if (event.key === 'Enter' && list.id && boxOf(list)) {
      event.preventDefault();
      chosenFromFiltered(list);
    }
  });

  // Offered, never set: the customer presses
  const offer = () => document.querySelectorAll('[data-browser-zone]').forEach(line => {
    const list = beside(line, line.dataset.browserZone);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const option = [...list.options].find(
      each => each.value === zone || (each.dataset.also ?? '').split(' ').includes(zone));
    line.hidden = !option || list.value === option.value;
    if (line.hidden) return;
    line.querySelector('span').textContent = line.dataset.words.replace('{zone}', zone.replaceAll('_', ' '));
    line.querySelector('button').value = option.value;
  });
  on('click', '[data-browser-zone] button', button => {
    const line = button.closest('[data-browser-zone]');
    choose(beside(line, line.dataset.browserZone), button.value);
    line.hidden = true;
  });
  addEventListener('htmx:after:swap', offer);
  offer();
})();
