// Choosing the square of a new avatar: shown in a circle, moved by dragging, by keys and by sliders. Without this file
// the server takes the square in the middle. Listeners sit on the document, so they serve parts htmx swaps in.
(() => {
  const LARGEST = 1600; // pixels a side that are kept for drawing
  const pictures = new WeakMap(); // field → its picture, upright
  const parts = field => ({
    file: field.querySelector('input[type=file]'),
    canvas: field.querySelector('canvas'),
    crop: field.querySelector('[data-avatar-crop]'),
    error: field.querySelector('.error'),
    note: field.querySelector('[data-avatar-note]'),
    remove: field.querySelector('input[name=avatar_remove]'),
    zoom: field.querySelector('#id_avatar_zoom'),
    size: field.querySelector('[name=avatar_size]'),
    x: field.querySelector('[name=avatar_x]'),
    y: field.querySelector('[name=avatar_y]'),
  });
  const fieldOf = target => target.closest?.('[data-avatar]');

  // The square in pixels of the picture; the same sum as on the server
  const square = field => {
    const { size, x, y } = parts(field);
    const picture = pictures.get(field);
    const side = Math.min(picture.width, picture.height) * size.value / 100;
    return {
      side,
      left: (picture.width - side) * x.value / 100,
      top: (picture.height - side) * y.value / 100,
    };
  };

  const draw = field => {
    const { canvas, zoom, size } = parts(field);
    size.value = 10000 / zoom.value;
    zoom.setAttribute('aria-valuetext', `${zoom.value} %`);
    const { side, left, top } = square(field);
    const brush = canvas.getContext('2d');
    brush.imageSmoothingQuality = 'high';
    brush.clearRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(pictures.get(field), left, top, side, side, 0, 0, canvas.width, canvas.height);
  };

  const show = (field, isShown) => {
    field.querySelectorAll('[data-avatar-after]').forEach(part => { part.hidden = !isShown; });
    parts(field).crop.hidden = !isShown;
  };

  const say = (field, sentence) => {
    const { error, file } = parts(field);
    error.hidden = !sentence;
    error.querySelector('span').textContent = sentence;
    file.classList.toggle('is-invalid', Boolean(sentence));
    if (sentence) file.setAttribute('aria-invalid', 'true');
    else file.removeAttribute('aria-invalid');
  };

  // Phones take pictures of fifty million pixels; drawing them at each move would stutter
  const read = async file => {
    const whole = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST / Math.max(whole.width, whole.height));
    if (scale === 1) return whole;
    const small = await createImageBitmap(whole, {
      resizeWidth: Math.max(1, Math.round(whole.width * scale)),
      resizeHeight: Math.max(1, Math.round(whole.height * scale)),
      resizeQuality: 'high',
    });
    whole.close();
    return small;
  };

  const choose = async field => {
    const { file, note, remove, zoom, size, x, y } = parts(field);
    const chosen = file.files[0];
    pictures.delete(field);
    show(field, false);
    say(field, '');
    note.textContent = '';
    zoom.value = size.value = 100;
    x.value = y.value = 50;
    if (!chosen) return;
    if (chosen.size > field.dataset.maxBytes) {
      file.value = '';
      say(field, field.dataset.tooLarge);
      return;
    }
    if (remove?.checked) remove.click();
    const picture = await read(chosen).catch(() => null);
    if (file.files[0] !== chosen) return;
    if (!picture) {
      note.textContent = field.dataset.noPreview;
      return;
    }
    pictures.set(field, picture);
    show(field, true);
    draw(field);
  };

  addEventListener('change', event => {
    const field = fieldOf(event.target);
    if (!field) return;
    const { file, remove } = parts(field);
    if (event.target === file) choose(field);
    if (event.target === remove && remove.checked && file.value) {
      file.value = '';
      choose(field);
    }
  });
  addEventListener('input', event => {
    const field = fieldOf(event.target);
    if (field && event.target.type === 'range' && pictures.has(field)) draw(field);
  });

  // Dragging moves the picture under the circle; counted from where it began, as sliders round
  let drag = null;
  addEventListener('pointerdown', event => {
    const field = fieldOf(event.target);
    if (!field || event.target !== parts(field).canvas || !pictures.has(field)) return;
    event.preventDefault();
    event.target.setPointerCapture(event.pointerId);
    const { x, y } = parts(field);
    drag = { field, across: event.clientX, down: event.clientY, x: Number(x.value), y: Number(y.value) };
  });
  addEventListener('pointermove', event => {
    if (!drag || !event.target.hasPointerCapture?.(event.pointerId)) return;
    const { canvas, x, y } = parts(drag.field);
    const picture = pictures.get(drag.field);
    const { side } = square(drag.field);
    const scale = 100 * side / canvas.clientWidth;
    const move = (slider, from, by, room) => { if (room > 0) slider.value = from - by * scale / room; };
    move(x, drag.x, event.clientX - drag.across, picture.width - side);
    move(y, drag.y, event.clientY - drag.down, picture.height - side);
    draw(drag.field);
  });
  addEventListener('lostpointercapture', () => { drag = null; });
})();
