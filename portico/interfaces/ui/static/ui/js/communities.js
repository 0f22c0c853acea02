// Cards of authors (community.css) show on hover, focus and a tap without script. With it a click elsewhere closes one,
// and Escape hides one until pointer and focus have left it.
(() => {
  const all = selector => [...document.querySelectorAll(selector)];
  const on = (type, selector, act) => addEventListener(type, event => {
    const target = event.target.closest?.(selector);
    if (target) act(target, event);
  });

  on('click', 'details.author > summary', summary => {
    const author = summary.parentElement;
    if (author.open) author.dataset.hush = 'yes';
    else delete author.dataset.hush;
  });
  addEventListener('click', event => {
    all('details.author[open]').filter(each => !each.contains(event.target)).forEach(each => { each.open = false; });
  });
  addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    all('details.author[open], details.author:hover, details.author:focus-within').forEach(author => {
      author.open = false;
      author.dataset.hush = 'yes';
    });
  });
  for (const type of ['mouseout', 'focusout']) on(type, 'details.author', (author, event) => {
    if (!author.contains(event.relatedTarget)) delete author.dataset.hush;
  });
})();
