// The page around the editor, as the product's layout has it.
const escape = (words) => words.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

export function frame(state) {
  const read = state.sections.map((one) => `<section><h2>${escape(one.title)}</h2></section>`).join('');
  return `<!doctype html>
<html lang="${state.language}"${state.theme ? ` data-theme="${state.theme}"` : ''}>
<head>
  <meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
  <title>Soạn báo cáo · Trọng Tâm</title>
  <link rel="icon" href="/tai-san/dau.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/tai-san/trong-tam.css"><link rel="stylesheet" href="/tai-san/soan-thao.css">
  <script src="/tai-san/trong-tam.js" defer></script>
</head>
<body class="app p-comp">
  <a class="skip" href="#main">Đến nội dung chính</a>
  <aside class="side"><div class="side-in"><nav class="nav" aria-label="Điều hướng chính"><a href="/bao-cao" aria-current="page"><span>Báo cáo</span></a></nav></div></aside>
  <header class="top"><nav class="crumb" aria-label="Vị trí"><a href="/bao-cao">Báo cáo</a><b>Soạn báo cáo</b></nav></header>
  <main class="main" id="main" tabindex="-1">
    <div class="wf"><div class="wf-t"><h1>${escape(state.title)}</h1><p class="muted sm">Dự thảo</p></div></div>
    <div id="soan" data-goc="/bao-cao/5/soan" data-csrf="${state.csrf}" data-ngon-ngu="${state.language}">
      <div class="desk"><article class="page" lang="vi">
        <div class="nd-head" data-giu="dau"><div><p>UBND TỈNH LẠNG SƠN</p><p class="nd-b nd-u">SỞ CÔNG THƯƠNG</p></div><div><p class="nd-b">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p class="nd-b nd-m nd-u2">Độc lập - Tự do - Hạnh phúc</p></div></div>
        <p class="nd-kind" data-giu="dau">BÁO CÁO</p><p class="nd-subj" data-giu="dau">Kết quả thực hiện nhiệm vụ trọng tâm năm 2019</p>
        ${read}
      </article></div>
    </div>
    <script src="/tai-san/soan-thao.js"></script>
  </main>
</body>
</html>
`;
}
