/* Trọng Tâm: nâng cao dần. Tắt kịch bản vẫn dùng được. */
(function () {
  var d = document;
  /* Tô con số đang xem nguồn; đóng khung nguồn. */
  d.addEventListener('htmx:afterSwap', function (e) {
    if (e.detail.target.id !== 'nguon') return;
    var from = e.detail.requestConfig.elt;
    d.querySelectorAll('.fig[aria-expanded]').forEach(function (f) { f.removeAttribute('aria-expanded'); });
    from.setAttribute('aria-expanded', 'true');
    e.detail.target.scrollIntoView({ block: 'nearest' });
  });
  function close() {
    var box = d.getElementById('nguon'), on = d.querySelector('.fig[aria-expanded]');
    if (!box || !box.firstChild) return;
    box.textContent = '';
    if (on) { on.removeAttribute('aria-expanded'); on.focus(); }
  }
  d.addEventListener('click', function (e) { if (e.target.closest('[data-dong]')) close(); });
  d.addEventListener('keydown', function (e) {
    if (e.key === 'Escape') return close();
    if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.target.isContentEditable || /^(input|textarea|select)$/i.test(e.target.tagName)) return;
    var find = d.getElementById('tim');
    /* Trên điện thoại ô tìm trên đầu trang ẩn đi: dùng ô lọc của trang. */
    if (!find || !find.offsetParent) find = d.getElementById('loc');
    if (find) { e.preventDefault(); find.focus(); }
  });
  /* Dẫn từ đoạn văn đến một điểm soát thì mở điểm ấy ra. */
  function open() {
    var at = /^#f-\d+$/.test(location.hash) && d.querySelector(location.hash + ' details');
    if (at) at.open = true;
  }
  addEventListener('hashchange', open);
  open();
  /* Màn hình họp: phím trái, phải đi qua các nội dung; không khi đang gõ. */
  d.addEventListener('keydown', function (e) {
    if (!d.querySelector('.p-meeting') || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (/^(input|textarea|select|button|summary)$/i.test(e.target.tagName)) return;
    var to = d.querySelector(e.key === 'ArrowRight' ? 'a[rel=next]' : e.key === 'ArrowLeft' ? 'a[rel=prev]' : '#khong-co');
    if (to) { e.preventDefault(); to.click(); }
  });
  /* Kéo thả tệp. */
  d.querySelectorAll('[data-tha]').forEach(function (zone) {
    var input = zone.querySelector('input[type=file]');
    ['dragenter', 'dragover'].forEach(function (k) {
      zone.addEventListener(k, function (e) { e.preventDefault(); zone.classList.add('on'); });
    });
    zone.addEventListener('dragleave', function () { zone.classList.remove('on'); });
    zone.addEventListener('drop', function (e) {
      e.preventDefault();
      zone.classList.remove('on');
      if (e.dataTransfer.files.length) input.files = e.dataTransfer.files;
    });
  });
})();
