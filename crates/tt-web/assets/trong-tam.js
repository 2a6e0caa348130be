/* Trọng Tâm: nâng cao dần. Tắt kịch bản vẫn dùng được. */
(function () {
  var d = document, $ = (s, e) => (e || d).querySelector(s);
  function all(s, f, e) { (e || d).querySelectorAll(s).forEach(f); }
  d.documentElement.classList.add('js');
  /* Tô con số đang xem nguồn; đóng khung nguồn. Sửa tại chỗ xong thì trở lại đúng ô. */
  d.addEventListener('htmx:afterSwap', e => {
    var at = /dong\/(\d+)(?:.*[?&]ve=([\w-]+))?/.exec(e.detail.pathInfo.requestPath);
    if (at && d.activeElement === d.body) { at = $('[data-o="' + at[1] + '-' + (at[2] || e.detail.requestConfig.parameters.o) + '"]'); if (at) at.focus(); }
    if (e.detail.target.id !== 'nguon') return;
    var from = e.detail.requestConfig.elt;
    all('.fig[aria-expanded]', f => { f.removeAttribute('aria-expanded'); });
    from.setAttribute('aria-expanded', 'true');
    e.detail.target.scrollIntoView({ block: 'nearest' });
  });
  function close() {
    var box = d.getElementById('nguon'), on = $('.fig[aria-expanded]');
    if (!box || !box.firstChild) return;
    box.textContent = '';
    if (on) { on.removeAttribute('aria-expanded'); on.focus(); }
  }
  d.addEventListener('click', e => { if (e.target.closest('[data-dong]')) close(); });
  /* Phím tắt. Không bao giờ khi đang gõ chữ, đang ghép dấu, hay phím do bộ gõ phát ra. */
  function typing(e) {
    var t = e.target;
    return e.isComposing || e.keyCode === 229 || e.key === 'Process' || e.key === 'Unidentified' || !e.code ||
      t.isContentEditable || /^(input|textarea|select)$/i.test(t.tagName) && t.type !== 'checkbox';
  }
  function rows() { return [].filter.call(d.querySelectorAll('[data-row]'), r => r.offsetParent); }
  function move(by) {
    var list = rows(), was = $('[data-row].cur'), to = list[Math.max(0, Math.min(list.length - 1, list.indexOf(was) + by))];
    if (!to) return;
    if (was) was.classList.remove('cur');
    to.classList.add('cur');
    $('a.t', to).focus();
  }
  function open(cmd) {
    var a = $('[data-row].cur a.t');
    if (a) location = a.getAttribute('href') + '?lenh=' + cmd + '#lam';
  }
  var go = { v: '/', p: '/?xem=phong', q: '/?xem=co-quan', t: '/tong-quan', n: '/nhiem-vu', c: '/cong-viec', l: '/cong-viec?dang=lich', b: '/bao-cao', s: '/soat', h: '/thong-bao' };
  var box = d.getElementById('lenh'), g = 0;
  d.addEventListener('keydown', e => {
    var key = e.key, find;
    if (key === 'Escape') { all('.bulk [type=reset]', b => { if (!typing(e)) b.click(); }); return close(); }
    if (box && box.open && /^Arrow(Up|Down)$/.test(key) && !e.isComposing) {
      var to = [].slice.call(box.querySelectorAll('input,a')), i = to.indexOf(d.activeElement) + (key > 'ArrowU' ? -1 : 1);
      e.preventDefault();
      return to[(i + to.length) % to.length].focus();
    }
    if (e.isComposing || e.keyCode === 229) return;
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.code === 'KeyK' && box) {
      e.preventDefault();
      return box.open ? box.close() : box.showModal();
    }
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e) || box && box.open) return;
    if (d.querySelector('.p-meeting')) {
      /* Màn hình họp: phím trái, phải đi qua các nội dung. */
      if (/^(button|summary)$/i.test(e.target.tagName)) return;
      find = $(key === 'ArrowRight' ? 'a[rel=next]' : key === 'ArrowLeft' ? 'a[rel=prev]' : '#khong-co');
      if (find) { e.preventDefault(); find.click(); }
      return;
    }
    if (localStorage.phim === 'tat') return;
    if (g && Date.now() - g < 1500) { g = 0; if (go[key]) { e.preventDefault(); location = go[key]; } return; }
    g = 0;
    if (key === '/') {
      find = d.getElementById('tim');
      /* Trên điện thoại ô tìm trên đầu trang ẩn đi: dùng ô lọc của trang. */
      if (!find || !find.offsetParent) find = d.getElementById('loc');
      if (find) { e.preventDefault(); find.focus(); }
    } else if (key === 'g') g = Date.now();
    else if (key === '?') location = '/phim-tat';
    else if (key === 'j') move(1);
    else if (key === 'k') move(-1);
    else if (key === 'x') { find = $('[data-row].cur .ck'); if (find) find.click(); }
    else if (key === 'c') open('progress');
    else if (key === 'd') open('urge');
  });
  if (box) box.addEventListener('submit', e => {
    var first = $('a', box);
    if (first) { e.preventDefault(); first.click(); }
  });
  all('[data-phim]', c => {
    c.checked = localStorage.phim !== 'tat';
    c.addEventListener('change', () => { localStorage.phim = c.checked ? '' : 'tat'; });
  });
  /* Thanh làm hàng loạt hiện khi có dòng được chọn. */
  function count() {
    var n = d.querySelectorAll('.ck:checked').length;
    all('.bulk', b => { b.classList.toggle('on', n > 0); $('[data-dem]', b).textContent = n || ''; });
    all('[data-row] .ck', c => { c.closest('tr').setAttribute('aria-selected', c.checked); });
  }
  d.addEventListener('change', e => { if (e.target.matches('.ck')) count(); });
  d.addEventListener('reset', () => { setTimeout(count); });
  if ($('.bulk')) count();
  /* Kéo thẻ sang cột khác: chỉ theo lệnh được phép, như nút trên thẻ. */
  var card;
  all('.card', c => { c.draggable = !!$('[data-qua]', c); });
  d.addEventListener('dragstart', e => {
    card = e.target.closest && e.target.closest('.card');
    if (card) all('.col', c => { c.classList.toggle('may', !!$('[data-qua="' + c.dataset.den + '"]', card)); });
  });
  d.addEventListener('dragend', () => { card = null; all('.col', c => { c.classList.remove('may', 'on'); }); });
  all('.col', c => {
    c.addEventListener('dragover', e => { if (card && c.matches('.may')) { e.preventDefault(); c.classList.add('on'); } });
    c.addEventListener('dragleave', () => { c.classList.remove('on'); });
    c.addEventListener('drop', e => {
      var to = card && $('[data-qua="' + c.dataset.den + '"]', card);
      e.preventDefault();
      if (to) to.requestSubmit ? to.requestSubmit() : to.click();
    });
  });
  /* Dẫn từ đoạn văn đến một điểm soát thì mở điểm ấy ra. */
  function unfold() {
    var at = /^#f-\d+$/.test(location.hash) && $(location.hash + ' details');
    if (at) at.open = true;
  }
  addEventListener('hashchange', unfold);
  unfold();
  /* Gợi ý tên khi gõ @ trong bình luận. */
  all('textarea[data-nhac]', t => {
    var list = d.getElementById(t.dataset.nhac);
    function called() { return /@([\w.-]*)$/.exec(t.value.slice(0, t.selectionStart)); }
    t.addEventListener('input', e => {
      var at = !e.isComposing && called();
      if (!at) return list.textContent = '';
      fetch('/nhac?tu=' + encodeURIComponent(at[1])).then(r => r.ok ? r.json() : []).then(names => {
        var now = called();
        if (!now || now[1] !== at[1]) return;
        list.textContent = '';
        names.forEach(n => {
          var b = d.createElement('button');
          b.type = 'button'; b.className = 'btn btn-s'; b.textContent = n[1];
          b.onclick = () => { t.setRangeText(n[0] + ' ', at.index + 1, t.selectionStart, 'end'); list.textContent = ''; t.focus(); };
          list.append(b);
        });
      });
    });
  });
  /* Trên điện thoại bảng thành thẻ: mỗi ô mang tên cột của nó. Bảng lưới và bảng đã có dạng thẻ riêng thì để yên. */
  if (matchMedia('(max-width:639px)').matches) {
    var cells = (b, h, f) => all('td', c => {
      if (f && !c.cellIndex || !c.textContent.trim() && !c.firstElementChild) return;
      if (f) f(c);
      c.dataset.cot = h[c.cellIndex]?.textContent.trim() || '';
    }, b.tBodies[0]);
    var cards = () => all('.tw>.tbl:not(.tasks,.cards-m,.vb-t,.so-grid,.the)', b => {
      var h = b.querySelectorAll('thead th');
      if (h.length < 3 || !b.tBodies[0] || $('[colspan],[rowspan],.sc,svg[role=img]', b)) return;
      cells(b, h, c => {
        var o = d.createElement('span');
        o.className = 'o';
        o.append(...c.childNodes);
        c.append(o);
      });
      b.classList.add('the');
    });
    cards();
    all('.so-grid', b => { cells(b, b.tHead.rows[0].cells); b.classList.add('the-g'); });
    d.addEventListener('htmx:afterSettle', cards);
  }
  /* Tệp quá lớn: nói ngay khi chọn, để chữ đã gõ trong biểu mẫu không mất. */
  d.addEventListener('change', e => {
    var t = e.target, m = d.body.dataset, f;
    if (t.type !== 'file' || !m.tep) return;
    f = [...t.files].find(f => f.size > m.tep * 1048576);
    t.setCustomValidity(f ? m.tepLoi.replace('{}', `${f.name} (${Math.ceil(f.size / 1048576)} MB)`) : '');
    if (f) t.reportValidity();
  });
  /* Kéo thả tệp. */
  all('[data-tha]', zone => {
    var input = $(zone.dataset.tha || 'input[type=file]', zone);
    function files(e) { return input && [].indexOf.call(e.dataTransfer.types, 'Files') >= 0; }
    ['dragenter', 'dragover'].forEach(k => {
      zone.addEventListener(k, e => { if (files(e)) { e.preventDefault(); zone.classList.add('on'); } });
    });
    zone.addEventListener('dragleave', () => { zone.classList.remove('on'); });
    zone.addEventListener('drop', e => {
      if (!files(e)) return;
      e.preventDefault();
      zone.classList.remove('on');
      if (!e.dataTransfer.files.length) return;
      input.files = e.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      var fold = input.closest('details');
      if (fold) { fold.open = true; input.scrollIntoView({ block: 'center' }); }
    });
  });
})();
